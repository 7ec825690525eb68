import { DataError, type Model, OptionError, sizeOf } from '@parallax-ml/core'
import type { TableEncoding } from '@parallax-ml/datasets'

/**
 * How a table of numbers becomes the rows of a model that says nothing of columns, as most ONNX files:
 * column by column, in their order.
 *
 * @throws {DataError} if there are more or fewer columns than features.
 * @throws {OptionError} if the model takes no rows of a table.
 */
export function plainColumns(
  { architecture, details }: Model,
  columns: readonly string[],
): TableEncoding {
  const [shape, ...others] = Object.values(architecture.inputs)
  const [output] = Object.values(architecture.outputs)
  if (others.length > 0 || shape!.length !== 1) {
    throw new OptionError({
      where: 'predict',
      problem: 'the model takes no rows of a table',
      expected: 'one input of rows of numbers',
      received: `inputs ${Object.keys(architecture.inputs).join(', ')}`,
    })
  }
  if (columns.length !== shape![0]) {
    throw new DataError({
      where: 'predict',
      problem: 'the number of columns is not that of the features',
      expected: String(shape![0]),
      received: `${columns.length}: ${columns.join(', ')}`,
    })
  }
  const width = sizeOf(output!.shape)
  const numbers = Array.from({ length: width }, (_, i) => String(i))
  const names = details?.classNames
  const classes = Array.isArray(names) ? names : width > 1 ? numbers : undefined
  return {
    kind: 'table',
    version: 1,
    format: { decimal: '.', missing: [] },
    unknown: 'error',
    features: columns.map((column) => ({
      type: 'number',
      column,
      mean: 0,
      variance: 1,
      isMissing: false,
    })),
    ...(classes && { target: { type: 'category', column: 'class', classes: [...classes] } }),
    ignored: [],
  }
}
