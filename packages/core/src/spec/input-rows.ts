import type { RowsExpected } from '../data/rows.js'
import { SpecError } from '../errors/parallax-error.js'
import type { Shape } from '../graph/types.js'
import type { ResolvedCall } from './resolve.js'

/**
 * What the rows of every input of a model must look like: where a layer reads them as indices, whole
 * numbers in its range, so that no executor ever meets an index that is out of range.
 *
 * @throws {SpecError} if a layer reads indices that are computed and thus cannot be checked.
 */
export function inputRowsOf(
  inputs: Readonly<Record<string, Shape>>,
  calls: readonly ResolvedCall[],
): Record<string, RowsExpected> {
  const rows: Record<string, RowsExpected> = {}
  for (const [name, shape] of Object.entries(inputs)) rows[name] = { shape, dtype: 'float' }
  for (const { layer, inputs: values } of calls) {
    const count = layer.definition.indexCount?.(layer.options)
    if (count === undefined) continue
    for (const name of sourcesOf(values[0]!, inputs, calls, layer.name)) {
      const [, most] = rows[name]!.range ?? [0, count - 1]
      const range = [0, Math.min(most, count - 1)] as const
      rows[name] = { shape: inputs[name]!, dtype: 'float', whole: true, range }
    }
  }
  return rows
}

/** The inputs of the model whose values a value is made of. */
function sourcesOf(
  value: string,
  inputs: Readonly<Record<string, Shape>>,
  calls: readonly ResolvedCall[],
  reader: string,
): string[] {
  if (value in inputs) return [value]
  const { layer, inputs: read } = calls.find(({ output }) => output === value)!
  if (layer.definition.keepsValues) {
    return read.flatMap((name) => sourcesOf(name, inputs, calls, reader))
  }
  throw new SpecError({
    where: `layer '${reader}'`,
    problem: `it reads indices, but layer '${layer.name}' computes them`,
    expected: 'an input of the model, whose rows can be checked',
    hint: `Put '${reader}' in front of '${layer.name}'.`,
  })
}
