import { type OperationFamily, operations } from '@parallax-ml/core'

const families = new Map<string, OperationFamily>(
  Object.entries(operations).map(([name, { family }]) => [name, family]),
)

/** How core says an operation may be treated; the planner's own are `other`. */
export const definitionFamily = (op: string): OperationFamily => families.get(op) ?? 'other'
