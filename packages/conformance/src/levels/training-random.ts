import { dense, dropout, fit, type RowSource, sequential } from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { randomRows } from './training-rows.js'
import { exact } from './vectors.js'

const rows = 13

/** What is random in a training must be drawn anew where it should be, and only there. */
export const trainingRandomnessCases: readonly ConformanceCase[] = [
  {
    level: 'training',
    name: 'dropout draws another mask in every step',
    run: async ({ backend, precision, compare }) => {
      const spec = sequential({
        inputShape: [8],
        layers: [dropout({ rate: 0.5 }), dense({ units: 1 })],
      })
      const data = { x: randomRows(40, rows, 8), y: randomRows(41, rows, 1) }
      const { history } = await fit(spec, data, {
        backend,
        precision,
        loss: 'meanSquaredError',
        optimizer: { name: 'sgd', learningRate: 1e-30 },
        batchSize: rows,
        epochs: 20,
        shuffle: false,
      })
      compare([new Set(history.loss).size], [20], exact, 'different losses of unchanged weights')
    },
  },
  ...[false, true].map(
    (shuffle): ConformanceCase => ({
      level: 'training',
      name: `every epoch takes every row once, ${shuffle ? 'in another order' : 'in their order'}`,
      run: async ({ backend, precision, compare }) => {
        const { source, reads } = recordedSource()
        await fit(sequential({ inputShape: [2], layers: [dense({ units: 1 })] }), source, {
          backend,
          precision,
          loss: 'meanSquaredError',
          batchSize: 5,
          epochs: 4,
          shuffle,
          seed: 1,
        })
        // The first row is read once more, to see whether the source gives weights.
        const order = reads.slice(reads.length - 4 * rows)
        const epochs = Array.from({ length: 4 }, (_, i) => order.slice(rows * i, rows * (i + 1)))
        const all = Array.from({ length: rows }, (_, i) => i)
        for (const [i, epoch] of epochs.entries()) {
          compare(
            shuffle ? epoch.toSorted((a, b) => a - b) : epoch,
            all,
            exact,
            `rows of epoch ${i + 1}`,
          )
        }
        const orders = new Set(epochs.map((epoch) => epoch.join()))
        compare([orders.size], [shuffle ? 4 : 1], exact, 'different orders')
      },
    }),
  ),
]

/** Rows that note, in order, which of them are read. */
function recordedSource(): { readonly source: RowSource; readonly reads: readonly number[] } {
  const reads: number[] = []
  const x = randomRows(42, rows, 2).data
  const source: RowSource = {
    rows,
    read: (indices) => {
      reads.push(...indices)
      return {
        x: Array.from(indices, (row) => x.subarray(2 * row, 2 * row + 2)),
        y: Array.from(indices, (row) => x[row]!),
      }
    },
  }
  return { source, reads }
}
