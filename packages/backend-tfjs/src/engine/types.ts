/** The parts of a tensor of TensorFlow.js that this package uses. */
export interface TfTensor {
  readonly shape: readonly number[]
  readonly dtype: string
  dataSync(): Float32Array | Int32Array | Uint8Array
  dispose(): void
}

/** A program that TensorFlow has loaded. */
export interface LoadedModel {
  predict(inputs: Record<string, TfTensor>): Record<string, TfTensor>
  dispose(): void
}

/** The parts of `@tensorflow/tfjs-node` that this package uses. */
export interface TfNode {
  readonly version: Readonly<Record<string, string>>
  readonly node: {
    loadSavedModel(path: string, tags: string[], signature: string): Promise<LoadedModel>
  }
  tensor(
    values: Float32Array | Int32Array | Uint8Array,
    shape: readonly number[],
    dtype: 'float32' | 'int32' | 'bool',
  ): TfTensor
  findBackend(name: 'tensorflow'): { readonly binding: { readonly TF_Version: string } }
}
