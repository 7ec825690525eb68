import type { Dataset, RowSource } from '@parallax-ml/core'
import type { TableProfile, TargetEncoding } from '@parallax-ml/datasets'

/** What takes no training: always the most frequent class, or always the mean. */
export interface Baseline {
  /** The class or number that is always answered. */
  readonly answer: string
  /** Accuracy, or root mean squared error. */
  readonly score: number
}

/** How well some rows are met by what takes no training, as the training rows have it. */
export async function baselineOf(
  target: TargetEncoding,
  trained: TableProfile,
  data: Dataset | RowSource,
): Promise<Baseline> {
  if (target.type === 'number') {
    const square = await meanOver(data, (y) => (y - target.mean) ** 2)
    return { answer: String(Number(target.mean.toPrecision(6))), score: Math.sqrt(square) }
  }
  const { values = [] } = trained.columns.find(({ name }) => name === target.column)!
  const most = values.reduce((best, next) => (next.count > best.count ? next : best))
  const found = target.classes.indexOf(most.value)
  const label = found >= 0 ? found : target.classes.indexOf(nameOf(most.value))
  const hit = await meanOver(data, (y) => Number(y === label))
  return { answer: target.classes[label]!, score: hit }
}

/** A class as an encoding names it: a number without needless digits, a boolean in lower case. */
const nameOf = (text: string): string =>
  /^(true|false)$/i.test(text) ? text.toLowerCase() : String(Number(text))

const rowsPerRead = 4096

async function meanOver(data: Dataset | RowSource, value: (y: number) => number): Promise<number> {
  let [sum, count] = [0, 0]
  for await (const y of targetsOf(data)) {
    for (const one of y) sum += value(one)
    count += y.length
  }
  return sum / count
}

async function* targetsOf(data: Dataset | RowSource): AsyncGenerator<Float64Array> {
  if (!('read' in data)) {
    yield data.y as Float64Array
    return
  }
  for (let start = 0; start < data.rows; start += rowsPerRead) {
    const length = Math.min(rowsPerRead, data.rows - start)
    const batch = await data.read(Int32Array.from({ length }, (_, i) => start + i))
    yield batch.y as Float64Array
  }
}
