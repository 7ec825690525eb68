/** What is used of ONNX Runtime: `onnxruntime-node`, `onnxruntime-web`, or another of that interface. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<RuntimeSession>
  }
  readonly Tensor: new (type: never, data: never, dims: readonly number[]) => RuntimeTensor
  readonly env?: { readonly versions?: Readonly<Record<string, string | undefined>> }
}

/** A loaded model. */
export interface RuntimeSession {
  run(
    feeds: Readonly<Record<string, never>>,
    fetches: Readonly<Record<string, never>>,
  ): Promise<Readonly<Record<string, RuntimeTensor>>>
  release(): Promise<void>
}

/** Numbers that the engine reads or writes, in memory of the caller. */
export interface RuntimeTensor {
  readonly data: unknown
  readonly dims: readonly number[]
}
