import type { Columns, ColumnsExpected } from '../data/columns.js'
import { bytesOfRow, type ResidentData, type StreamedData } from '../data/source.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { permutation, randomKeys } from '../random/draws.js'

/** Which rows make up every step. */
export interface BatchPlan {
  readonly rows: number
  readonly batchSize: number
  readonly stepsPerEpoch: number
  /** The order of the rows in an epoch, counted from 0. */
  order(epoch: number): Int32Array
}

/** Rows in their own order, or in an order that depends on seed and epoch alone. */
export function planBatches(
  rows: number,
  batchSize: number,
  shuffle: { readonly seed: number } | undefined,
): BatchPlan {
  let epochOfOrder = -1
  let order: Int32Array = Int32Array.from({ length: rows }, (_, i) => i)
  const keyOf = shuffle && randomKeys(shuffle.seed, 'order')
  return {
    rows,
    batchSize,
    stepsPerEpoch: Math.ceil(rows / batchSize),
    order(epoch) {
      if (keyOf !== undefined && epochOfOrder !== epoch) {
        order = permutation(keyOf(epoch), rows)
        epochOfOrder = epoch
      }
      return order
    },
  }
}

/** How many rows one step has; the last step of an epoch may have fewer than a batch. */
export function rowCountOfStep(
  { rows, batchSize, stepsPerEpoch }: BatchPlan,
  step: number,
): number {
  return Math.min(batchSize, rows - (step % stepsPerEpoch) * batchSize)
}

/**
 * The feeds that choose the rows of `count` steps from step `start`. Missing rows of the last batch
 * are padded: they repeat row 0 or are zeros, and the mask says that they do not count.
 */
export async function batchFeeds(
  plan: BatchPlan,
  data: ResidentData | StreamedData,
  start: number,
  count: number,
): Promise<Record<string, NumberArray>> {
  const { batchSize, stepsPerEpoch } = plan
  const mask = new Float64Array(count * batchSize)
  const rows = new Int32Array(count * batchSize)
  for (let i = 0; i < count; i++) {
    const step = start + i
    const order = plan.order(Math.floor(step / stepsPerEpoch))
    const first = (step % stepsPerEpoch) * batchSize
    const size = rowCountOfStep(plan, step)
    for (let row = 0; row < size; row++) {
      mask[i * batchSize + row] = 1
      rows[i * batchSize + row] = order[first + row]!
    }
  }
  if (data.kind === 'resident') return { mask, rows }
  const steps = Array.from({ length: count }, (_, i) =>
    rows.subarray(i * batchSize, i * batchSize + rowCountOfStep(plan, start + i)),
  )
  return { mask, ...(await readSteps(data, steps, batchSize)) }
}

async function readSteps(
  data: StreamedData,
  steps: readonly Int32Array[],
  batchSize: number,
): Promise<Record<string, NumberArray>> {
  const feeds: Record<string, NumberArray> = {}
  for (const [i, indices] of steps.entries()) {
    for (const [column, values] of Object.entries(await data.read(indices))) {
      const width = values.length / indices.length
      const Kind = values.constructor as new (length: number) => NumberArray
      feeds[column] ??= new Kind(steps.length * batchSize * width)
      feeds[column].set(values, i * batchSize * width)
    }
  }
  return feeds
}

/** Rows of a pass over all data, in their own order and in blocks that fit into memory. */
export async function* readBlocks(
  data: ResidentData | StreamedData,
  expected: ColumnsExpected,
): AsyncGenerator<Columns> {
  if (data.kind === 'resident') {
    yield data.columns
    return
  }
  const size = Math.max(1, Math.min(1024, Math.floor(2 ** 25 / bytesOfRow(expected))))
  for (let start = 0; start < data.rows; start += size) {
    const length = Math.min(size, data.rows - start)
    yield await data.read(Int32Array.from({ length }, (_, i) => start + i))
  }
}
