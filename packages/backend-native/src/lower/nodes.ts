import type { DataType, GraphNode, OperationName, Shape } from '@parallax-ml/core'

/** How far a loop moves on an axis of an operand at every turn. */
export interface AxisStep {
  readonly axis: number
  readonly step: number
}

/** One loop of a contraction: over an axis of the result if there is one, else it is summed over. */
export interface ContractLoop {
  readonly size: number
  readonly out?: number
  readonly a?: AxisStep
  readonly b?: AxisStep
}

interface Common {
  readonly id: number
  /** Ids of smaller number. */
  readonly inputs: readonly number[]
  readonly shape: Shape
  readonly dtype: DataType
}

/** result = Σ a · b over loops that say what moves where. */
export interface ContractNode extends Common {
  readonly op: 'contract'
  readonly loops: readonly ContractLoop[]
}

/** Zeros, with the input put in: its element i on an axis at `start + i · step`. */
export interface EmbedNode extends Common {
  readonly op: 'embed'
  readonly start: readonly number[]
  readonly step: readonly number[]
}

/** Sum or largest over axes, which stay as 1. */
export interface ReduceNode extends Common {
  readonly op: 'reduce'
  readonly kind: 'sum' | 'max'
  readonly axes: readonly number[]
  /** The sum is divided by it. */
  readonly divisor: number
}

/** Numbers known when the program is compiled. */
export interface ConstantsNode extends Common {
  readonly op: 'constants'
  readonly values: ArrayLike<number>
}

/** Operations that lowering replaces by others. */
type Replaced =
  | 'matmul'
  | 'conv2d'
  | 'convInputGradient'
  | 'convFilterGradient'
  | 'sum'
  | 'mean'
  | 'max'
  | 'pad'
  | 'iota'

/** A node of core's graph that the planner takes as it is. */
export type KeptNode = Extract<GraphNode, { op: Exclude<OperationName, Replaced> }>

/** A node that the planner knows. */
export type PlanNode = KeptNode | ContractNode | EmbedNode | ReduceNode | ConstantsNode

/** A program of such nodes; results by name. */
export interface LoweredProgram {
  readonly nodes: readonly PlanNode[]
  readonly outputs: Readonly<Record<string, number>>
  readonly updates: Readonly<Record<string, number>>
}
