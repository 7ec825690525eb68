export { createNativeBackend, native } from './backend.js'
export { type CompiledModule, type CompileModelOptions, compileModel } from './compile-model.js'
export type { NativeBackendOptions, NativePath } from './options.js'
export { createSyncModel, type SyncModel, type SyncModelOptions } from './sync-model.js'
