import type { DataExpected, ResidentData, StreamedData } from '../data/source.js'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'

/** The rows of a batch as nodes of a program. */
export interface BatchNodes {
  readonly x: GraphNode
  readonly target: GraphNode
  /** `[batch]`: 1 for a row of data, 0 for a row of padding. */
  readonly mask: GraphNode
  /** `[batch]`: how much the loss of each row counts. */
  readonly weights: GraphNode
}

/** How a program gets at its rows. */
export interface BatchOptions {
  readonly batchSize: number
  readonly expected: DataExpected
  readonly data: ResidentData | StreamedData
  /** Names the bound tensors, so that training and validation data can live side by side. */
  readonly prefix: string
  /** Whether streamed rows come with weights. */
  readonly weighted: boolean
}

/**
 * Declares the inputs of a batch. Resident rows are gathered by the feed `rows` from bound tensors;
 * streamed rows are the feeds `x`, `y` and `sampleWeight` themselves. Either way the same rows give
 * the same numbers.
 */
export function batchInputs(b: GraphBuilder, options: BatchOptions): BatchNodes {
  const { batchSize, weighted } = options
  const mask = b.input({ name: 'mask', source: 'feed', shape: [batchSize], dtype: 'float' })
  const read =
    options.data.kind === 'resident' ? gatherRows(b, options, options.data) : feedRows(b, options)
  const sampleWeight = weighted ? read('sampleWeight') : undefined
  return {
    x: read('x'),
    target: read('y'),
    mask,
    weights: sampleWeight === undefined ? mask : b.mul(mask, sampleWeight),
  }
}

type Column = 'x' | 'y' | 'sampleWeight'

/** Shape and type of one row of each column. */
const describe = ({ x, y }: DataExpected, column: Column) =>
  column === 'sampleWeight' ? ({ shape: [], dtype: 'float' } as const) : { x, y }[column]

const rangeOf = (expected: DataExpected, column: Column) => {
  const { range, dtype } = { range: undefined, ...describe(expected, column) }
  return dtype === 'int32' && range !== undefined ? { range } : {}
}

function gatherRows(
  b: GraphBuilder,
  { batchSize, expected, prefix }: BatchOptions,
  { rows }: ResidentData,
): (column: Column) => GraphNode {
  const indices = b.input({
    name: 'rows',
    source: 'feed',
    shape: [batchSize],
    dtype: 'int32',
    range: [0, rows - 1],
  })
  return (column) => {
    const { shape, dtype } = describe(expected, column)
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

const feedRows =
  (b: GraphBuilder, { batchSize, expected }: BatchOptions) =>
  (column: Column): GraphNode => {
    const { shape, dtype } = describe(expected, column)
    return b.input({
      name: column,
      source: 'feed',
      shape: [batchSize, ...shape],
      dtype,
      ...rangeOf(expected, column),
    })
  }
