// A CSV file larger than most memories: how fast it is read and trained on, and in how much memory.
// The file is made in a temporary folder and deleted.

import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import {
  dense,
  fit,
  normalization,
  permutation,
  randomKey,
  sequential,
  uniforms,
} from '@parallax-ml/core'
import {
  encodedSource,
  featureNames,
  fitEncoding,
  momentsOf,
  profileSource,
  showProfile,
} from '@parallax-ml/datasets'
import { openCsv } from '@parallax-ml/datasets/node'

const { values } = parseArgs({
  options: {
    gigabytes: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '20' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(`usage: node bench/stream-csv.mjs [--gigabytes 2] [--seconds 20]

Makes a CSV of numbers, categories and gaps, looks through it, and trains on it for so many seconds.
Run it after a build (npm run build), with that much room in ${tmpdir()}.`)
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'parallax-stream-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))

const path = join(folder, 'visits.csv')
await writeRows(path, Number(values.gigabytes) * 1e9)
const bytes = statSync(path).size
const memoryBefore = process.memoryUsage.rss()
const results = []

const file = await timed(
  'find the rows',
  () => openCsv(path),
  (opened) => opened.rows,
)
const profile = await timed(
  'look through all columns',
  () => profileSource(file),
  () => file.rows,
)
const encoding = fitEncoding(profile, { target: 'bought', ignore: ['id'] })
const source = encodedSource(file, encoding)

const batch = 256
const batches = 2000
const order = permutation(randomKey(7, 'stream-csv'), file.rows)
await timed(
  `read and encode batches of ${batch}, in order`,
  () => readBatches((i) => Int32Array.from({ length: batch }, (_, j) => i * batch + j)),
  () => batch * batches,
)
await timed(
  `read and encode batches of ${batch}, shuffled`,
  () => readBatches((i) => order.slice(i * batch, (i + 1) * batch)),
  () => batch * batches,
)

const spec = sequential({
  inputShape: [featureNames(encoding).length],
  layers: [
    normalization(momentsOf(encoding)),
    dense({ units: 16, activation: 'relu' }),
    dense({ units: 1, activation: 'sigmoid' }),
  ],
})
// The clock starts at the first steps: before them, fit puts all rows into random order.
let firstStep = 0
let trainingStart
const training = new AbortController()
const { stopped } = await fit(spec, source, {
  backend: native,
  loss: 'binaryCrossentropy',
  batchSize: batch,
  epochs: 1,
  signal: training.signal,
  onProgress({ step }) {
    if (trainingStart === undefined) [firstStep, trainingStart] = [step, now()]
    if (now().clock - trainingStart.clock > Number(values.seconds)) training.abort()
  },
})
record('train a network of 16 units, shuffled', (stopped.step - firstStep) * batch, trainingStart)
await file.close()

console.log(`${showProfile(profile)}\n`)
const million = (count) => (count / 1e6).toFixed(1)
console.log(`${(bytes / 1e9).toFixed(2)} GB, ${million(file.rows)} million rows`)
console.table(results)
const peak = process.resourceUsage().maxRSS * 1024
const mebibytes = (size) => `${Math.round(size / 2 ** 20)} MiB`
console.log(
  `resident memory: ${mebibytes(memoryBefore)} before, ${mebibytes(peak)} at its peak, ${(peak / bytes).toFixed(2)} of the file`,
)

async function timed(what, work, rowsOf) {
  const start = now()
  const result = await work()
  record(what, rowsOf(result), start)
  return result
}

/** Time on the clock and of the processor, in seconds; the latter says more on a busy machine. */
function now() {
  const { user, system } = process.cpuUsage()
  return { clock: performance.now() / 1000, processor: (user + system) / 1e6 }
}

function record(what, rows, start) {
  const seconds = now().clock - start.clock
  const busy = now().processor - start.processor
  results.push({
    what,
    seconds: seconds.toFixed(1),
    'rows/s': Math.round(rows / seconds).toLocaleString('en-US'),
    'rows/s of processor': Math.round(rows / busy).toLocaleString('en-US'),
    resident: `${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`,
  })
}

async function readBatches(indicesOf) {
  for (let i = 0; i < batches; i++) await source.read(indicesOf(i))
}

async function writeRows(target, size) {
  const cities = ['Ulm', 'Köln', 'Bonn', '"Frankfurt, Main"', '']
  const stream = createWriteStream(target)
  let [written, id] = [0, 0]
  stream.write('id,age,income,score,city,member,bought\n')
  for (let block = 0; written < size; block++) {
    const draws = uniforms(randomKey(1, 'stream-csv', block), 4 * 20_000)
    let text = ''
    for (let i = 0; i < draws.length; i += 4) {
      const [a, b, c, d] = draws.subarray(i, i + 4)
      const bought = a + b + (d < 0.3 ? 0.5 : 0) > 1.2 ? 'yes' : 'no'
      text += `${id++},${c < 0.02 ? '' : Math.floor(18 + 70 * a)},${(1e5 * b).toFixed(2)},${c.toFixed(5)},${cities[Math.floor(5 * d)]},${d < 0.3},${bought}\n`
    }
    written += Buffer.byteLength(text)
    if (!stream.write(text)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}
