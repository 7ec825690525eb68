export { createTfjsBackend, type TfjsBackendOptions, tfjs } from './backend.js'
