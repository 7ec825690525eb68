export { createNativeBackend, type NativeBackendOptions, native } from './backend.js'
