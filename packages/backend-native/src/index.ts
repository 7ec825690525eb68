export {
  createNativeBackend,
  type NativeBackendOptions,
  type NativePath,
  native,
} from './backend.js'
export { type CompiledModule, type CompileModelOptions, compileModel } from './compile-model.js'
export { createSyncModel, type SyncModel, type SyncModelOptions } from './sync-model.js'
