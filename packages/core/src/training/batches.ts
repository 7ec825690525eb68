import type { Columns, ColumnsExpected } from '../data/columns.js'
import { bytesOfRow, type ResidentData, type StreamedData } from '../data/source.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { permutation, randomKey } from '../random/draws.js'

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
  let known: { epoch: number; order: Int32Array } = {
    epoch: -1,
    order: Int32Array.from({ length: rows }, (_, i) => i),
  }
  return {
    rows,
    batchSize,
    stepsPerEpoch: Math.ceil(rows / batchSize),
    order(epoch) {
      if (shuffle !== undefined && known.epoch !== epoch) {
        known = { epoch, order: permutation(randomKey(shuffle.seed, 'order', epoch), rows) }
      }
      return known.order
    },
  }
}

/** The rows of one step; the last step of an epoch may have fewer than a batch. */
function rowsOfStep(plan: BatchPlan, step: number): Int32Array {
  const { batchSize, stepsPerEpoch } = plan
  const start = (step % stepsPerEpoch) * batchSize
  return plan.order(Math.floor(step / stepsPerEpoch)).subarray(start, start + batchSize)
}

/** How many rows one step has. */
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
  const { batchSize } = plan
  const steps = Array.from({ length: count }, (_, i) => rowsOfStep(plan, start + i))
  const mask = new Float64Array(count * batchSize)
  for (const [i, rows] of steps.entries()) mask.fill(1, i * batchSize, i * batchSize + rows.length)
  if (data.kind === 'streamed') return { mask, ...(await readSteps(data, steps, batchSize)) }
  const rows = new Int32Array(count * batchSize)
  for (const [i, indices] of steps.entries()) rows.set(indices, i * batchSize)
  return { mask, rows }
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
