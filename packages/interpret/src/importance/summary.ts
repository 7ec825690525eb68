import { OptionError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { Attribution, Importance } from '../explanation.js'
import { meanOfRepeats } from '../repeats.js'

/** Options of {@link summarizeAttribution}. */
export interface SummarizeOptions {
  /** Index of an output; default all, whose magnitudes are added up. */
  readonly output?: number
}

const schema = z.strictObject({ output: z.int().min(0).optional() })

/**
 * How large the attributions of every feature are, over all explained rows: the mean of their
 * magnitudes (Lundberg and others 2020), in units of the output. Standard errors are those of the mean
 * over rows; of one row there are none.
 *
 * @throws {OptionError} if there is no such output.
 */
export function summarizeAttribution(
  attribution: Attribution,
  options: SummarizeOptions = {},
): Importance {
  const { output } = parseWith(schema, options, 'summarizeAttribution options', OptionError)
  const { shape, values, featureNames, outputNames, space, background, checks, provenance } =
    attribution
  const [rows, features, outputs] = shape
  if (output !== undefined && output >= outputs) {
    throw new OptionError({
      where: 'option output',
      problem: 'there is no such output',
      expected: `less than ${outputs}`,
      received: String(output),
    })
  }
  const magnitudes = Array.from({ length: rows }, (_, r) =>
    Array.from({ length: features }, (_, f) => {
      const start = (r * features + f) * outputs
      const own = values.slice(start, start + outputs)
      return (output === undefined ? own : [own[output]!]).reduce((sum, x) => sum + Math.abs(x), 0)
    }),
  )
  const { means, standardErrors } = meanOfRepeats(magnitudes)
  return {
    kind: 'importance',
    method: attribution.method,
    featureNames,
    outputNames: output === undefined ? outputNames : [outputNames[output]!],
    space,
    ...(background && { background }),
    names: featureNames,
    values: Array.from(means),
    ...(rows > 1 && { standardErrors: Array.from(standardErrors) }),
    score: 'mean |attribution|',
    checks: { ...checks, rows },
    provenance,
  }
}
