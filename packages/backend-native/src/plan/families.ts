import { operations } from '@parallax-ml/core'

/** How core says an operation may be treated; the planner's own are `other`. */
export function definitionFamily(op: string): string {
  const known: Record<string, { readonly family: string }> = operations
  return Object.hasOwn(known, op) ? known[op]!.family : 'other'
}
