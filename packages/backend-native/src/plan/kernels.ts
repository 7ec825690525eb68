import type { DataType, OperationName } from '@parallax-ml/core'

/**
 * How values lie in memory: floats as wide as the session's precision, int32 and bool in words of
 * 32 bits (a bool is 0 or 1), or bytes as they were bound.
 */
export type Storage = 'float' | 'word' | 'byte'

/** A value in a kernel's body: a load or step by its number, the sum of a contraction, a constant. */
export type Argument =
  | { readonly load: number }
  | { readonly step: number }
  | { readonly sum: true }
  | { readonly constant: number; readonly dtype: DataType }

/** A value read from memory. */
export interface Load {
  /** Which of the kernel's pointers. */
  readonly pointer: number
  /** Values apart on each of the kernel's dimensions. */
  readonly strides: readonly number[]
  readonly storage: Storage
  readonly dtype: DataType
}

/** An elementwise operation. */
export interface Step {
  readonly op: OperationName
  readonly args: readonly Argument[]
  /** Type of the first argument that is a number, and of the result. */
  readonly from: DataType
  readonly dtype: DataType
}

/** A value written to memory. */
export interface Store {
  readonly pointer: number
  readonly strides: readonly number[]
  readonly storage: Storage
  readonly dtype: DataType
  readonly argument: Argument
  /** Numbers that are too small for full precision become 0, so that they cannot slow later steps. */
  readonly flush?: boolean
}

/** What is done at every point: load, compute, store. */
export interface Body {
  readonly loads: readonly Load[]
  readonly steps: readonly Step[]
  readonly stores: readonly Store[]
}

/** A value combined over the reduced dimensions, on which its strides are 0. */
export interface Reduction {
  readonly kind: 'sum' | 'max'
  readonly argument: Argument
  readonly dtype: DataType
  readonly pointer: number
  readonly strides: readonly number[]
  readonly storage: Storage
  /** The sum is divided by it; 1 for none. */
  readonly divisor: number
}

/** Elementwise operations and reductions of their results, over one iteration space. */
export interface LoopKernel extends Body {
  readonly kind: 'loop'
  readonly dims: readonly number[]
  readonly reduced: readonly boolean[]
  readonly reductions: readonly Reduction[]
}

/** One loop of a contraction: how far apart the operands lie from turn to turn. */
export interface Axis {
  readonly size: number
  readonly a: number
  readonly b: number
}

/**
 * sum[outer…] = Σ over inner… of a · b, then the body. Matrix products and convolutions differ only
 * in their strides.
 */
export interface ContractKernel extends Body {
  readonly kind: 'contract'
  readonly outer: readonly Axis[]
  readonly inner: readonly Axis[]
  readonly a: { readonly pointer: number }
  readonly b: { readonly pointer: number }
}

/** Zeros in `bytes` of memory. */
export interface ClearKernel {
  readonly kind: 'clear'
  readonly bytes: number
}

/** Lines of `length` values, `inner` apart, `outer` · `inner` of them. */
export interface Lines {
  readonly outer: number
  readonly length: number
  readonly inner: number
}

/** Operations with a kernel of their own; all their operands are dense. */
export type OtherKernel =
  | {
      readonly kind: 'gather'
      readonly rows: number
      readonly width: number
      readonly storage: Storage
      readonly dtype: DataType
    }
  | {
      readonly kind: 'scatterAdd'
      readonly rows: number
      readonly width: number
      /** Elements of the result. */
      readonly size: number
      readonly dtype: DataType
    }
  | (Lines & {
      readonly kind: 'gatherAlong'
      /** Indices on the axis for every line. */
      readonly count: number
      readonly dtype: DataType
    })
  | { readonly kind: 'oneHot'; readonly rows: number; readonly depth: number }
  | (Lines & { readonly kind: 'argmax' | 'cumsum'; readonly dtype: DataType })
  | { readonly kind: 'softmax' | 'logSoftmax'; readonly rows: number; readonly width: number }
  | (Pooling & {
      readonly kind: 'maxPool' | 'maxPoolGradient' | 'averagePool' | 'averagePoolGradient'
    })
  | { readonly kind: 'randomBits'; readonly size: number; readonly stream: number }

/** Windows over images `[images, height, width, channels]`. */
export interface Pooling {
  readonly images: number
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly windows: readonly [rows: number, columns: number]
  readonly size: readonly [number, number]
  readonly strides: readonly [number, number]
  /** Rows above and columns to the left that are not there. */
  readonly before: readonly [number, number]
}

/** What one kernel does, without where: equal ones are the same function. */
export type Kernel = LoopKernel | ContractKernel | ClearKernel | OtherKernel

/** Where memory of a program lies. Offsets are in bytes. */
export type Place =
  | { readonly region: 'arena' | 'constants'; readonly offset: number }
  | {
      readonly region: 'state' | 'bound' | 'feed' | 'output'
      readonly name: string
      readonly offset: number
    }

/** A kernel and the memory it works in; the pointers come in the order that its kind fixes. */
export interface KernelCall {
  readonly kernel: Kernel
  readonly pointers: readonly Place[]
}
