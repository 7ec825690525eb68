import { DataError, type Model, type Tensor } from '@parallax-ml/core'
import type { Table } from '../table/table.js'
import { encodeFeatures } from './encode-table.js'
import { encodingOf, type TargetEncoding } from './table-encoding.js'

/** What a model says of a row: the likeliest class, or a number. */
export type Answer =
  | {
      readonly class: string
      /** Of that class. */
      readonly probability: number
      /** Of every class, by name. */
      readonly probabilities: Readonly<Record<string, number>>
    }
  | { readonly value: number }

/**
 * Answers for the rows of a table, by a model that carries its encoding.
 *
 * @throws {FileError} if the model has no encoding. @throws the errors of `encodeFeatures`.
 *
 * @example
 * const model = loadModel(bytes, { backend })
 * const [answer] = await predictTable(model, tableOf([{ age: 31, city: 'Ulm' }]))
 */
export async function predictTable(model: Model, table: Table): Promise<Answer[]> {
  const encoding = encodingOf(model)
  if (table.rows.length === 0) return []
  const outputs = await model.predict(encodeFeatures(table, encoding))
  return answersOf(outputs, encoding.target)
}

/**
 * Outputs of a model in the words of its target: one probability, or one for each class.
 * @throws {DataError} if the outputs do not fit the target.
 */
export function answersOf({ shape, data }: Tensor, target: TargetEncoding | undefined): Answer[] {
  const rows = shape[0]!
  const width = data.length / rows
  if (target?.type !== 'category') {
    if (width === 1) return Array.from(data, (value) => ({ value }))
    throw misfit(`one number a row`, width)
  }
  const { classes } = target
  const isOneOutput = width === 1 && classes.length === 2
  if (!isOneOutput && width !== classes.length) {
    throw misfit(`a probability for each of ${classes.length} classes`, width)
  }
  return Array.from({ length: rows }, (_, row) => {
    const own = Array.from(data.subarray(row * width, (row + 1) * width))
    const all = isOneOutput ? [1 - own[0]!, own[0]!] : own
    const best = all.indexOf(Math.max(...all))
    return {
      class: classes[best]!,
      probability: all[best]!,
      probabilities: Object.fromEntries(classes.map((name, i) => [name, all[i]!])),
    }
  })
}

const misfit = (expected: string, width: number): DataError =>
  new DataError({
    where: 'outputs of the model',
    problem: 'they do not fit the target of the encoding',
    expected,
    received: `${width} numbers a row`,
  })
