import { type ColumnsExpected, expectedOf } from '../data/columns.js'
import type { RowsExpected } from '../data/rows.js'
import type { ResidentData, StreamedData } from '../data/source.js'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'

/** The rows of a batch as nodes of a program. */
export interface BatchNodes {
  /** By input. */
  readonly inputs: Readonly<Record<string, GraphNode>>
  /** By output. */
  readonly targets: Readonly<Record<string, GraphNode>>
  /** `[batch]`: 1 for a row of data, 0 for a row of padding. */
  readonly mask: GraphNode
  /** `[batch]` by output: how much the loss of each row counts. */
  readonly weights: Readonly<Record<string, GraphNode>>
}

/** How a program gets at its rows. */
export interface BatchOptions {
  readonly batchSize: number
  readonly expected: ColumnsExpected
  readonly data: ResidentData | StreamedData
  /** Names the bound tensors, so that training and validation data can live side by side. */
  readonly prefix: string
  /** The outputs whose rows come with weights. */
  readonly weighted: readonly string[]
}

/**
 * Declares the inputs of a batch. Resident rows are gathered by the feed `rows` from bound tensors;
 * streamed rows are feeds of their own, one for each column. Either way the same rows give the same
 * numbers.
 */
export function batchInputs(b: GraphBuilder, options: BatchOptions): BatchNodes {
  const { batchSize, expected, data, weighted } = options
  const mask = b.input({ name: 'mask', source: 'feed', shape: [batchSize], dtype: 'float' })
  const read =
    data.kind === 'resident' ? gatherRows(b, options, data) : feedRows(b, expected, batchSize)
  const all = (names: readonly string[], value: (name: string) => GraphNode) =>
    Object.fromEntries(names.map((name) => [name, value(name)]))
  const outputs = Object.keys(expected.y)
  return {
    inputs: all(Object.keys(expected.x), (name) => read(`x/${name}`)),
    targets: all(outputs, (name) => read(`y/${name}`)),
    mask,
    weights: all(outputs, (name) =>
      weighted.includes(name) ? b.mul(mask, read(`weight/${name}`)) : mask,
    ),
  }
}

/** The range that an input of a program declares: that of its indices. */
const rangeOf = (expected: ColumnsExpected, column: string) =>
  indexRange(expectedOf(expected, column))

/** The range of rows that are indices, as an attribute of an input. */
export const indexRange = ({ range, dtype, whole = dtype === 'int32' }: RowsExpected) =>
  whole && range !== undefined ? { range } : {}

function gatherRows(
  b: GraphBuilder,
  { batchSize, expected, prefix }: BatchOptions,
  { rows }: ResidentData,
): (column: string) => GraphNode {
  const indices = b.input({
    name: 'rows',
    source: 'feed',
    shape: [batchSize],
    dtype: 'int32',
    range: [0, rows - 1],
  })
  return (column) => {
    const { shape, dtype } = expectedOf(expected, column)
    const table = b.input({
      name: `${prefix}/${column}`,
      source: 'bound',
      shape: [rows, ...shape],
      dtype,
      ...rangeOf(expected, column),
    })
    return b.gather(table, indices)
  }
}

/** Declares all columns as feeds of `rows` rows. */
export function feedColumns(b: GraphBuilder, expected: ColumnsExpected, rows: number) {
  const read = feedRows(b, expected, rows)
  const all = (kind: 'x' | 'y') =>
    Object.fromEntries(Object.keys(expected[kind]).map((name) => [name, read(`${kind}/${name}`)]))
  return { inputs: all('x'), targets: all('y') }
}

const feedRows =
  (b: GraphBuilder, expected: ColumnsExpected, batchSize: number) =>
  (column: string): GraphNode => {
    const { shape, dtype } = expectedOf(expected, column)
    return b.input({
      name: column,
      source: 'feed',
      shape: [batchSize, ...shape],
      dtype,
      ...rangeOf(expected, column),
    })
  }
