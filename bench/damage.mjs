// Feeds damaged and hostile files to loadModel and to a run that resumes: every one must be refused by
// a typed error, and none may make it allocate much more than the file itself.
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  dense,
  fit,
  interpreter,
  isParallaxError,
  loadModel,
  memoryStore,
  saveModel,
  sequential,
} from '@parallax-ml/core'
import { hostileFiles } from './damage/hostile-files.mjs'
import { randomOf } from './damage/random.mjs'
import { randomDamage } from './damage/random-damage.mjs'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    units: { type: 'string', default: '512' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(`usage: node bench/damage.mjs [--files 2000] [--seed 1] [--units 512]

Half of the files are models, half checkpoints: cut off, with flipped bits, with overwritten blocks, or
with a header that lies and a right checksum. Prints what they met with. Run it after a build.`)
  process.exit(0)
}

const units = Number(values.units)
const spec = sequential({
  inputShape: [units],
  layers: [dense({ units }), dense({ units: 1 })],
})
const x = Array.from({ length: 6 }, (_, i) =>
  Array.from({ length: units }, (_, j) => Math.sin(i + j)),
)
const data = { x, y: x.map(([a]) => [a]) }
const options = { backend: interpreter, loss: 'meanSquaredError', epochs: 3, batchSize: 2 }
const store = memoryStore()
const { model } = await fit(spec, data, { ...options, checkpoint: { store, keep: 1 } })
const [name] = await store.list()
const whole = { model: saveModel(model), checkpoint: await store.read(name) }

async function resume(bytes) {
  const damaged = memoryStore()
  await damaged.write(name, bytes)
  await fit(spec, data, { ...options, checkpoint: { store: damaged } })
}
const readers = {
  model: (bytes) => loadModel(bytes, { backend: interpreter }),
  checkpoint: resume,
}
for (let i = 0; i < 10; i++) {
  for (const [kind, read] of Object.entries(readers)) await read(whole[kind])
}

// Garbage of one file must not count for the next.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
const random = randomOf(Number(values.seed))
const counts = {}
const surprises = []
const count = Number(values.files)
const before = peak()
let size = 0
let worst = { ms: 0 }
for (let i = 0; i < count; i++) {
  const kind = i % 2 === 0 ? 'model' : 'checkpoint'
  const hostile = hostileFiles[kind]
  const make = i % 4 < 2 ? randomDamage : hostile[Math.floor(random() * hostile.length)]
  const { how, bytes } = make(whole[kind], random)
  const key = `${kind}, ${how}`
  size = Math.max(size, bytes.length)
  collect()
  counts[key] ??= { files: 0, refused: 0 }
  counts[key].files++
  const started = performance.now()
  try {
    await readers[kind](bytes)
    surprises.push(`${key}: accepted`)
  } catch (error) {
    if (isParallaxError(error)) counts[key].refused++
    else surprises.push(`${key}: ${error.stack}`)
  }
  const ms = performance.now() - started
  if (ms > worst.ms) worst = { ms, key }
}
console.table(counts)
const refused = Object.values(counts).reduce((sum, { refused: some }) => sum + some, 0)
console.log(
  `files of up to ${mebibytes(size)} MiB; the peak of resident memory grew by ${mebibytes(peak() - before)} MiB, ${((peak() - before) / size).toFixed(1)} times that`,
)
for (const surprise of surprises.slice(0, 10)) console.log(surprise)
console.log(
  `${refused} of ${count} refused by a typed error; slowest ${worst.ms.toFixed(0)} ms (${worst.key})`,
)
process.exit(surprises.length === 0 ? 0 : 1)

function peak() {
  return process.resourceUsage().maxRSS * 1024
}

function mebibytes(bytes) {
  return (bytes / 2 ** 20).toFixed(2)
}
