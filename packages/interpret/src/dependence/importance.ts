import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { DependenceCurve, Importance } from '../explanation.js'

/** Options of {@link dependenceImportance}. */
export interface DependenceImportanceOptions {
  /** Index of the output. Default 0. */
  readonly output?: number
}

const schema = z.strictObject({ output: z.int().min(0).default(0) })

/**
 * Importances from curves of one feature each: the standard deviation of the curve over its grid
 * (Greenwell, Boehmke and McCarthy, A simple and effective model-based variable importance measure,
 * 2018). A flat curve is no importance, although the feature may still act together with others.
 *
 * @throws {OptionError} if there is no curve, one is of two features, or there is no such output.
 */
export function dependenceImportance(
  curves: readonly DependenceCurve[],
  options: DependenceImportanceOptions = {},
): Importance {
  const { output } = parseWith(schema, options, 'dependenceImportance options', OptionError)
  const bad = curves.findIndex(({ grid }) => grid.length !== 1 || grid[0]!.length < 2)
  const [first] = curves
  if (first === undefined || bad >= 0) {
    throw new OptionError({
      where: first === undefined ? 'curves' : `curves[${bad}]`,
      problem: first === undefined ? 'there are none' : 'not a curve of one feature',
    })
  }
  const outputs = first.outputNames.length
  if (output >= outputs) {
    throw new OptionError({
      where: 'option output',
      problem: 'there is no such output',
      expected: `less than ${outputs}`,
      received: String(output),
    })
  }
  return {
    kind: 'importance',
    method: 'dependenceImportance',
    featureNames: first.featureNames,
    outputNames: [first.outputNames[output]!],
    space: first.space,
    names: curves.map(({ features, featureNames }) => featureNames[features[0]!]!),
    values: curves.map(({ values }) =>
      deviationOf(values.filter((_, i) => i % outputs === output)),
    ),
    score: `standard deviation of ${first.method}`,
    checks: { evaluations: curves.reduce((sum, { checks }) => sum + checks.evaluations, 0) },
    provenance: first.provenance,
  }
}

/** Sample standard deviation. */
function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}
