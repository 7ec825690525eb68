import { OptionError } from '../errors/parallax-error.js'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'
import { type CommonOptions, matches, type Variable } from './definition.js'
import type { ResolvedOptimizer } from './index.js'

/** The gradient within the limits that the options set; it stays as it is without one. */
export function clipGradient(
  b: GraphBuilder,
  { clipValue, clipNorm, globalClipNorm }: CommonOptions,
  variables: readonly Variable[],
  gradient: GraphNode,
): GraphNode {
  if (clipValue !== undefined) return b.minimum(b.maximum(gradient, -clipValue), clipValue)
  if (clipNorm !== undefined) {
    const parts = variables.map(({ offset, size }) => {
      const part = b.slice(gradient, 0, offset, size)
      return b.div(b.mul(part, clipNorm), b.maximum(normOf(b, part), clipNorm))
    })
    return b.concat(parts, 0)
  }
  if (globalClipNorm === undefined) return gradient
  const norm = normOf(b, gradient)
  // An infinite norm makes all of it NaN, as in Keras, rather than silently 0.
  const scale = b.add(b.div(globalClipNorm, b.maximum(norm, globalClipNorm)), b.sub(norm, norm))
  return b.mul(gradient, scale)
}

const normOf = (b: GraphBuilder, values: GraphNode): GraphNode =>
  b.sqrt(b.sum(b.mul(values, values)))

/** The weights, times the factor where they decay. */
export function decayWeights(
  b: GraphBuilder,
  { definition, options }: ResolvedOptimizer,
  variables: readonly Variable[],
  weights: GraphNode,
  factor: GraphNode,
): GraphNode {
  const { weightDecayExclude } = options
  const decays = (variable: Variable): boolean =>
    !matches(weightDecayExclude, variable.path) && (definition.decays?.(options, variable) ?? true)
  if (variables.every(decays)) return b.mul(weights, factor)
  const parts = variables.map((variable) => {
    const part = b.slice(weights, 0, variable.offset, variable.size)
    return decays(variable) ? b.mul(part, factor) : part
  })
  return b.concat(parts, 0)
}

/**
 * Checks that every exclusion from decay excludes something, be it frozen at the moment.
 * @throws {OptionError} that names the weights.
 */
export function requireExclusions(
  { definition, options }: ResolvedOptimizer,
  weights: readonly { readonly path: string }[],
): void {
  const unmatched = options.weightDecayExclude.find(
    (each) => !weights.some(({ path }) => matches([each], path)),
  )
  if (unmatched === undefined) return
  throw new OptionError({
    where: `option optimizer (${definition.name}).weightDecayExclude`,
    problem: `no weight's path matches '${unmatched}'`,
    hint: `The weights are ${weights.map(({ path }) => path).join(', ')}.`,
  })
}
