// Predicts rents from a CSV file: types found, gaps filled, categories turned into features, and all of
// it kept in the model, so that a raw row is answered in the end.
import { join } from 'node:path'
import { native } from '@parallax-ml/backend-native'
import {
  dense,
  evaluate,
  fit,
  loadModel,
  normalization,
  saveModel,
  sequential,
} from '@parallax-ml/core'
import {
  encodeTable,
  featureNames,
  fitEncoding,
  momentsOf,
  predictTable,
  profileTable,
  showProfile,
  splitTable,
  tableOf,
  withEncoding,
} from '@parallax-ml/datasets'
import { readTable } from '@parallax-ml/datasets/node'

const table = await readTable(join(import.meta.dirname, 'apartments.csv'))
const { train, test } = splitTable(table, { testShare: 0.2, seed: 7 })
const profile = profileTable(train)
console.log(showProfile(profile))

const encoding = fitEncoding(profile, { target: 'rent', ignore: ['id'], unknown: 'zeros' })
const { mean, variance } = encoding.target
const spec = sequential({
  inputShape: [featureNames(encoding).length],
  layers: [
    normalization(momentsOf(encoding)),
    dense({ units: 32, activation: 'relu' }),
    dense({ units: 1 }),
    // Undoes a normalisation: the network sees numbers near 1 and answers in euros.
    normalization({ mean: [-mean / Math.sqrt(variance)], variance: [1 / variance] }),
  ],
})
const { model } = await fit(spec, encodeTable(train, encoding), {
  backend: native,
  loss: 'meanSquaredError',
  optimizer: { name: 'adamW', learningRate: 0.003, weightDecay: 0.1 },
  batchSize: 16,
  epochs: 60,
  seed: 7,
})
const judged = encodeTable(test, encoding)
const { meanAbsoluteError } = await evaluate(model, judged, { metrics: ['meanAbsoluteError'] })
const withoutNetwork = judged.y.reduce((sum, y) => sum + Math.abs(y - mean), 0) / judged.y.length
console.log(
  `\nOff by ${meanAbsoluteError.toFixed(0)} euros on ${judged.y.length} flats held back; the mean rent is off by ${withoutNetwork.toFixed(0)}`,
)

const bytes = saveModel(withEncoding(model, encoding))
const loaded = loadModel(bytes, { backend: native })
const flat = { size: 58, rooms: 2, year: null, district: 'Harbour', balcony: true, heating: 'gas' }
const [{ value }] = await predictTable(loaded, tableOf([flat]))
console.log(`58 square metres at the harbour, year unknown: ${value.toFixed(0)} euros`)
await model.dispose()
await loaded.dispose()
if (meanAbsoluteError > withoutNetwork / 2) process.exitCode = 1
