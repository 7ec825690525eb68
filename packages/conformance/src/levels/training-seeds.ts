import {
  createModel,
  type Dataset,
  dense,
  dropout,
  evaluate,
  fit,
  interpreter,
  type RowSource,
  sequential,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { randomRows } from './random-rows.js'
import { exact } from './vectors.js'

const level = 'training'
const rows = 13

/** The rows in the order in which a training of three epochs reads them. */
async function orderOf({ backend, precision }: CaseContext, seed: number): Promise<number[]> {
  const reads: number[] = []
  const source: RowSource = {
    rows,
    read(indices) {
      reads.push(...indices)
      const ones = Array.from(indices, () => [1])
      return { x: ones, y: ones }
    },
  }
  const spec = sequential({ inputShape: [1], layers: [dense({ units: 1 })] })
  const options = { backend, precision, loss: 'meanSquaredError', batchSize: 5, epochs: 3 } as const
  await fit(spec, source, { ...options, seed })
  // The first row is read once more, to see whether the source gives weights.
  return reads.slice(reads.length - 3 * rows)
}

/** Losses of weights that stay as they are, behind a dropout. */
async function lossesBehindDropout(
  { backend, precision }: CaseContext,
  seed: number,
): Promise<readonly number[]> {
  const layers = [dropout({ rate: 0.5 }), dense({ units: 1 })]
  const spec = sequential({ inputShape: [8], layers })
  const initialWeights = createModel(spec, { backend: interpreter, seed: 1 }).weights()
  const data = { x: randomRows(43, rows, 8), y: randomRows(44, rows, 1) }
  const { history } = await fit(spec, data, {
    backend,
    precision,
    seed,
    initialWeights,
    loss: 'meanSquaredError',
    optimizer: { name: 'sgd', learningRate: 1e-30 },
    batchSize: rows,
    epochs: 10,
    shuffle: false,
  })
  return history.loss!
}

const equalElements = (a: readonly number[], b: readonly number[]): number =>
  a.filter((value, i) => value === b[i]).length

/** Rows with weights, in memory and as a source. */
function weightedRows(): readonly [Dataset, RowSource] {
  const x = randomRows(45, rows, 2)
  const y = randomRows(46, rows, 1)
  const sampleWeight = Array.from({ length: rows }, (_, i) => (i % 4) / 2)
  const source: RowSource = {
    rows,
    read: (indices) => ({
      x: Array.from(indices, (row) => x.data.subarray(2 * row, 2 * row + 2)),
      y: Array.from(indices, (row) => y.data[row]!),
      sampleWeight: Array.from(indices, (row) => sampleWeight[row]!),
    }),
  }
  return [{ x, y, sampleWeight }, source]
}

/** What depends on the seed, and what must not depend on how rows are given. */
export const trainingSeedCases = (): ConformanceCase[] => [
  {
    level,
    name: 'another seed gives another order of the rows',
    async run(context) {
      const [one, again, other] = await Promise.all([1, 1, 2].map((seed) => orderOf(context, seed)))
      context.compare(again!, one!, exact, 'order by the same seed')
      if (other!.join() === one!.join()) throw new Error('seeds 1 and 2 give the same order')
    },
  },
  {
    level,
    name: 'another seed gives other masks of dropout',
    async run(context) {
      const one = await lossesBehindDropout(context, 1)
      const other = await lossesBehindDropout(context, 2)
      context.compare(await lossesBehindDropout(context, 1), one, exact, 'losses by the same seed')
      context.compare([equalElements(one, other)], [0], exact, 'equal losses of two seeds')
    },
  },
  {
    level,
    name: 'a source of weighted rows gives the same bits as rows in memory',
    async run({ backend, precision, compare }) {
      const [data, source] = weightedRows()
      const spec = sequential({ inputShape: [2], layers: [dense({ units: 1 })] })
      const loss = 'meanSquaredError'
      const options = { backend, precision, loss, batchSize: 5, epochs: 4, seed: 11 } as const
      const expected = await fit(spec, data, options)
      const actual = await fit(spec, source, options)
      compare(actual.history.loss!, expected.history.loss!, exact, 'losses')
      const weights = actual.model.weights()
      for (const [path, tensor] of Object.entries(expected.model.weights())) {
        compare(weights[path]!.data, tensor.data, exact, path)
      }
      const scores = await Promise.all([data, source].map((each) => evaluate(expected.model, each)))
      compare([scores[1]!.loss], [scores[0]!.loss], exact, 'loss of an evaluation')
      await Promise.all([actual, expected].map(({ model }) => model.dispose()))
    },
  },
]
