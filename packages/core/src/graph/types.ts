import type { EncodedNumber } from './numbers.js'

/** Sizes of the axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[]

/** `float` is 32 or 64 bits wide as the session says; `int32` and `bool` are themselves. */
export type DataType = 'float' | 'int32' | 'bool'

/**
 * Where the value of an `input` node comes from: `state` stays on the backend and is updated by
 * programs, `bound` is data bound to the session, `feed` is given anew for every step.
 */
export type InputSource = 'state' | 'bound' | 'feed'

type None = Readonly<Record<string, never>>
interface OnAxis {
  readonly axis: number
}
interface OverAxes {
  readonly axes: readonly number[]
}
interface Typed {
  readonly shape: Shape
  readonly dtype: DataType
}

/** One whole number for the rows of an image and one for its columns. */
export type Pair = readonly [height: number, width: number]

/** Rows and columns of zeros around an image. */
export type Padding = readonly [top: number, bottom: number, left: number, right: number]

/** How a filter slides over images. */
export interface ConvolutionAttributes {
  readonly strides: Pair
  readonly padding: Padding
  /** Distance between neighbours of the filter in the image; 1 is a dense filter. */
  readonly dilation: Pair
  /** Parts that the channels of images and results are cut into; part i sees part i only. */
  readonly groups: number
}

/** How a window slides over images. */
export interface PoolingAttributes {
  readonly size: Pair
  readonly strides: Pair
  readonly padding: Padding
}

interface OfInput {
  readonly inputShape: Shape
}

/** The attributes of every primitive operation; its definition is under `operations/`. */
export interface OperationAttributes {
  input: Typed & {
    readonly name: string
    readonly source: InputSource
    /** Smallest and largest value that an index may have; checked when it is bound or fed. */
    readonly range?: readonly [number, number]
  }
  /** One number everywhere (`value`), or base64 of little-endian float64 (`data`). */
  constant: Typed & ({ readonly value: EncodedNumber } | { readonly data: string })
  iota: OnAxis & { readonly shape: Shape }
  randomBits: { readonly shape: Shape; readonly stream: number }

  /** On int32, `add`, `sub`, `mul`, `neg` and sums wrap at 32 bits. */
  add: None
  sub: None
  mul: None
  /** On int32, towards minus infinity; by 0 it is undefined. */
  div: None
  /** As IEEE 754: 1 to any power is 1, and so is −1 to an infinite one. */
  pow: None
  maximum: None
  minimum: None
  neg: None
  abs: None
  sign: None
  exp: None
  log: None
  log1p: None
  sqrt: None
  rsqrt: None
  tanh: None
  sigmoid: None
  relu: None
  softplus: None
  erf: None
  floor: None
  /** Halves to the even number. */
  round: None
  /** The same values in memory of their own. */
  copy: None

  equal: None
  notEqual: None
  less: None
  lessEqual: None
  greater: None
  greaterEqual: None
  and: None
  or: None
  not: None
  isFinite: None
  select: None
  /** Float to int32 drops the fraction; NaN and what int32 cannot hold are undefined. To bool: x ≠ 0. */
  cast: { readonly dtype: DataType }

  sum: OverAxes
  mean: OverAxes
  max: OverAxes
  argmax: OnAxis
  cumsum: OnAxis

  matmul: { readonly transposeA: boolean; readonly transposeB: boolean }

  conv2d: ConvolutionAttributes
  convInputGradient: ConvolutionAttributes & OfInput
  convFilterGradient: ConvolutionAttributes & { readonly filterShape: Shape }

  maxPool: PoolingAttributes
  maxPoolGradient: PoolingAttributes
  averagePool: PoolingAttributes
  averagePoolGradient: PoolingAttributes & OfInput

  reshape: { readonly shape: Shape }
  broadcast: { readonly shape: Shape }
  transpose: { readonly permutation: readonly number[] }
  slice: OnAxis & { readonly start: number; readonly size: number }
  reverse: OnAxis
  concat: OnAxis
  pad: OnAxis & { readonly before: number; readonly after: number }

  gather: None
  scatterAdd: { readonly rows: number }
  gatherAlong: OnAxis
  oneHot: { readonly depth: number }

  softmax: None
  logSoftmax: None
}

/** The name of a primitive operation. */
export type OperationName = keyof OperationAttributes

/** A node whose operation is known; see {@link GraphNode}. */
export interface NodeOf<Name extends OperationName> {
  /** Its position in {@link Graph.nodes}. */
  readonly id: number
  readonly op: Name
  /** Ids of the nodes it reads; all are smaller than `id`. */
  readonly inputs: readonly number[]
  readonly attributes: OperationAttributes[Name]
  readonly shape: Shape
  readonly dtype: DataType
}

/** One value of a graph and the operation that makes it. */
export type GraphNode = { [Name in OperationName]: NodeOf<Name> }[OperationName]

/** Nodes in an order in which every node comes after its inputs. Plain data: it survives JSON. */
export interface Graph {
  readonly nodes: readonly GraphNode[]
}
