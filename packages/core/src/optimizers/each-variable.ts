import type { GraphNode } from '../graph/types.js'
import type { SlotDeclaration, Update, UpdateContext, Variable } from './definition.js'

/** What {@link updateEach} gives for one weight: everything in shapes of the caller's own. */
export interface VariableContext
  extends Pick<UpdateContext, 'builder' | 'weights' | 'gradient' | 'scalars'> {
  readonly variable: Variable
  /** The weight's part of a slot, flat. */
  slot(name: string): GraphNode
}

/** How many elements of a slot belong to a weight. */
const sizeInSlot = (slot: SlotDeclaration, variable: Variable): number =>
  slot.sizeOf?.(variable) ?? variable.size

/** How many elements a slot has; none of it is kept where that is 0. */
export const sizeOfSlot = (slot: SlotDeclaration, variables: readonly Variable[]): number =>
  variables.reduce((sum, variable) => sum + sizeInSlot(slot, variable), 0)

/**
 * An update weight by weight: weight and gradient come in the weight's shape, and so goes the new
 * weight; the results are joined.
 */
export function updateEach(
  slots: readonly SlotDeclaration[],
  { builder: b, weights, gradient, slot, scalars, variables }: UpdateContext,
  update: (context: VariableContext) => Update,
): Update {
  const offsets: Record<string, number> = Object.fromEntries(slots.map(({ name }) => [name, 0]))
  const updates = variables.map((variable) => {
    const { shape, offset, size } = variable
    const partOf = (flat: GraphNode) => b.reshape(b.slice(flat, 0, offset, size), shape)
    const partOfSlot = Object.fromEntries(
      slots.flatMap((declaration) => {
        const count = sizeInSlot(declaration, variable)
        const start = offsets[declaration.name]!
        offsets[declaration.name] = start + count
        return count === 0 ? [] : [[declaration.name, { start, count }]]
      }),
    )
    return update({
      builder: b,
      variable,
      weights: partOf(weights),
      gradient: partOf(gradient),
      scalars,
      slot: (name) => b.slice(slot(name), 0, partOfSlot[name]!.start, partOfSlot[name]!.count),
    })
  })
  const join = (parts: readonly GraphNode[]): GraphNode =>
    b.concat(
      parts.map((part) => b.reshape(part, [part.shape.reduce((a, n) => a * n, 1)])),
      0,
    )
  const newSlots = slots.flatMap(({ name }) => {
    const parts = updates.flatMap((one) => one.slots[name] ?? [])
    return parts.length === 0 ? [] : [[name, join(parts)] as const]
  })
  return {
    weights: join(updates.map((one) => one.weights)),
    slots: Object.fromEntries(newSlots),
  }
}
