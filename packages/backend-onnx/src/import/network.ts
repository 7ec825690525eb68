import type { DataType } from '@parallax-ml/core'

/** Numbers that are known while a file is read: constants, shapes, and what follows from them. */
export interface HostTensor {
  readonly shape: readonly number[]
  readonly dtype: DataType
  readonly data: readonly number[]
}

/** The value of an attribute. */
export type AttributeValue = number | string | readonly number[] | readonly string[] | HostTensor

/** One operation of a file. */
export interface NetworkNode {
  /** Its name in errors: its own, or that of its first result. */
  readonly name: string
  /** With the domain before it where that is not ONNX's own, as `ai.onnx.ml.Scaler`. */
  readonly operation: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, AttributeValue>>
}

/** A weight: an initialiser of floats. */
export interface NetworkWeight {
  /** The name of its value in the file. */
  readonly value: string
  /** The name of the weight in its layer. */
  readonly name: string
  readonly shape: readonly number[]
  readonly role: 'trainable' | 'frozen'
}

/** What an input of a file looks like, its axis of rows first. */
export interface NetworkInput {
  readonly name: string
  readonly dtype: DataType
  /** −1 where a size is not fixed. */
  readonly shape: readonly number[]
}

/** A network out of a file, without its weights: plain data that survives JSON. */
export interface Network {
  /** Version of ONNX's operations. */
  readonly opset: number
  readonly inputs: readonly NetworkInput[]
  readonly output: string
  readonly nodes: readonly NetworkNode[]
  readonly weights: readonly NetworkWeight[]
  /** Other initialisers by name. */
  readonly constants: Readonly<Record<string, HostTensor>>
}
