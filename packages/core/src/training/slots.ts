import type { Tensor } from '../backend/tensor.js'
import type { SlotDeclaration, Variable } from '../optimizers/definition.js'
import { sizeOfSlot } from '../optimizers/each-variable.js'
import type { ResolvedOptimizer } from '../optimizers/index.js'

/** The slot that holds the running mean of the weights. */
export const averageSlot = 'averageWeights'

/** The slot that holds the sum of the gradients since the last update. */
export const gradientSlot = 'accumulatedGradient'

/** Name of a slot's state, among that of the model. */
export const slotName = (slot: string): string => `optimizer/${slot}`

/** Something that an optimiser keeps for each weight, as one vector of the state. */
export interface Slot {
  readonly slot: string
  /** Name of the state. */
  readonly state: string
  /** Elements in all. */
  readonly size: number
  /** What its elements start as; `weights` where they start as the weights themselves. */
  readonly initialValue: number | 'weights'
  /** How many elements belong to each weight, in their order. */
  readonly sizes: readonly number[]
}

/** The slots that an optimiser has for some weights, without those that have no elements. */
export function slotsOf(
  { definition, options }: ResolvedOptimizer,
  variables: readonly Variable[],
): readonly Slot[] {
  const common: SlotDeclaration[] = [
    ...(options.useEma ? [{ name: averageSlot }] : []),
    ...(options.gradientAccumulationSteps === undefined ? [] : [{ name: gradientSlot }]),
  ]
  return [...definition.slots(options), ...common]
    .map((declaration) => {
      const { name, initialValue = 0 } = declaration
      const sizes = variables.map((variable) => sizeOfSlot(declaration, [variable]))
      return {
        slot: name,
        state: slotName(name),
        size: sizes.reduce((sum, size) => sum + size, 0),
        initialValue: name === averageSlot ? ('weights' as const) : initialValue,
        sizes,
      }
    })
    .filter(({ size }) => size > 0)
}

/** The slots that do not start as zeros, as first state; but for the running mean. */
export function initialSlots(
  optimizer: ResolvedOptimizer,
  variables: readonly Variable[],
): Record<string, Tensor> {
  return Object.fromEntries(
    slotsOf(optimizer, variables).flatMap(({ state, size, initialValue }) =>
      initialValue === 0 || initialValue === 'weights'
        ? []
        : [[state, vector(new Float64Array(size).fill(initialValue))]],
    ),
  )
}

const vector = (data: Float64Array): Tensor => ({ shape: [data.length], dtype: 'float', data })
