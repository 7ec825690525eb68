// Trains on a CSV file that is never in memory as a whole, and goes on after an interruption.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { native } from '@parallax-ml/backend-native'
import { dense, evaluate, fit, memoryStore, normalization, sequential } from '@parallax-ml/core'
import {
  encodedSource,
  featureNames,
  fitEncoding,
  formatCsv,
  momentsOf,
  moons,
  pickSource,
  profileSource,
  shuffledSplit,
} from '@parallax-ml/datasets'
import { openCsv } from '@parallax-ml/datasets/node'

const folder = await mkdtemp(join(tmpdir(), 'parallax-example-'))
const path = join(folder, 'moons.csv')
const { x, y, classNames } = moons({ rows: 4000, noise: 0.2, seed: 1 })
const lines = x.map((row, i) => [...row, i % 3 ? 'field' : 'office', classNames[y[i]]])
await writeFile(path, formatCsv([['a', 'b', 'seen from', 'moon'], ...lines]))

const file = await openCsv(path)
const rows = shuffledSplit(file.rows, { testShare: 0.2, seed: 7 })
// The training rows alone decide means and categories.
const profile = await profileSource(file, {}, Int32Array.from(rows.train))
const encoding = fitEncoding(profile, { target: 'moon' })
const source = encodedSource(file, encoding)
console.log(`${file.rows} rows stay on disk; features: ${featureNames(encoding).join(', ')}`)

const spec = sequential({
  inputShape: [featureNames(encoding).length],
  layers: [
    normalization(momentsOf(encoding)),
    dense({ units: 16, activation: 'relu' }),
    dense({ units: 1, activation: 'sigmoid' }),
  ],
})
const options = {
  backend: native,
  loss: 'binaryCrossentropy',
  optimizer: { name: 'adam', learningRate: 0.01 },
  epochs: 10,
  seed: 7,
  checkpoint: { store: memoryStore() }, // checkpointDirectory('runs/moons') keeps it on disk
}
const training = pickSource(source, rows.train)
const first = await fit(spec, training, { ...options, signal: AbortSignal.timeout(100) })
console.log(first.stopped.message)
const { model, stopped, resumed } = await fit(spec, training, options)
console.log(`${stopped.message} Went on from step ${resumed?.step}.`)

const { accuracy } = await evaluate(model, pickSource(source, rows.test), { metrics: ['accuracy'] })
console.log(`${(100 * accuracy).toFixed(1)} % of ${rows.test.length} rows held back are right`)
await model.dispose()
await first.model.dispose()
await file.close()
await rm(folder, { recursive: true })
if (accuracy < 0.9) process.exitCode = 1
