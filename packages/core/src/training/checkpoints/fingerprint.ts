import type { ResidentData, StreamedData } from '../../data/source.js'
import { crc32c } from '../../files/crc32c.js'
import type { NumberArray } from '../../interpreter/kernels/arrays.js'
import type { FlatWeights } from '../../model/layout.js'
import type { FitPlan } from '../plan.js'

/** What the numbers of a run depend on, as texts that can be compared. */
export type Fingerprint = Readonly<Record<string, string>>

/** Describes a run. Rows in memory count by their values, streamed ones by their number alone. */
export function fingerprintOf({
  architecture,
  options,
  firstWeights,
  training,
  validation,
}: FitPlan): Fingerprint {
  const { loss, lossWeights, metrics, weightedMetrics, optimizer, classWeight } = options
  const { batchSize, seed, shuffle } = options
  const parts = {
    spec: architecture.spec,
    loss,
    lossWeights,
    metrics,
    weightedMetrics,
    optimizer,
    classWeight,
    batchSize,
    seed,
    shuffle,
    'first weights': weightsText(firstWeights),
    data: dataText(training.rows.data),
    validationData: validation && dataText(validation.rows.data),
  }
  return Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [name, JSON.stringify(value, nameOfCode) ?? '']),
  )
}

/** Functions, as in a custom loss, count by name. */
const nameOfCode = (_: string, value: unknown): unknown =>
  typeof value === 'function' ? `function ${value.name}` : value

const weightsText = (weights: FlatWeights): string => checksum(Object.values(weights))

const dataText = (data: ResidentData | StreamedData): string =>
  data.kind === 'streamed'
    ? `${data.rows} rows`
    : `${data.rows} rows, ${checksum(Object.values(data.columns))}`

function checksum(parts: readonly NumberArray[]): string {
  const bytes = parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  return `CRC-32C ${bytes.reduce((sum, part) => crc32c(part, sum), 0).toString(16)}`
}
