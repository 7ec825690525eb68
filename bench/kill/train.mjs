// A training that says on its standard output when a checkpoint is written, and in the end what the
// weights are: for kill.mjs, which ends it at any moment.
import { createHash } from 'node:crypto'
import { native } from '@parallax-ml/backend-native'
import { batchNormalization, dense, dropout, fit, sequential } from '@parallax-ml/core'
import { checkpointDirectory } from '@parallax-ml/core/node'

const [folder] = process.argv.slice(2)
const spec = sequential({
  inputShape: [8],
  layers: [
    dense({ units: 32, activation: 'relu' }),
    batchNormalization(),
    dropout({ rate: 0.2 }),
    dense({ units: 1 }),
  ],
})
const x = Array.from({ length: 90 }, (_, i) =>
  Array.from({ length: 8 }, (_, j) => Math.sin(i * (j + 1))),
)
const data = { x, y: x.map(([a, b]) => [a * b]) }
const store = checkpointDirectory(folder)
const announcing = {
  ...store,
  async write(name, bytes) {
    await store.write(name, bytes)
    process.stdout.write(`wrote ${name}\n`)
  },
}

const run = await fit(spec, data, {
  backend: native,
  loss: 'meanSquaredError',
  optimizer: {
    name: 'adam',
    learningRate: { name: 'cosineDecay', initialLearningRate: 0.01, decaySteps: 3000 },
  },
  epochs: 1000,
  batchSize: 32,
  validationData: data,
  earlyStopping: { patience: 1000 },
  checkpoint: { store: announcing, everySteps: 7 },
  callbacks: [
    {
      name: 'announcer',
      begin: () => ({ onTrainBegin: () => void process.stdout.write('started\n') }),
    },
  ],
})

const hash = createHash('sha256')
for (const [path, { data: values }] of Object.entries(run.model.weights())) {
  hash.update(path).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
}
hash.update(JSON.stringify(run.history))
const { resumed } = run
process.stdout.write(
  `done ${JSON.stringify({ hash: hash.digest('hex'), resumed: resumed?.step ?? 0, damaged: resumed?.damaged ?? [] })}\n`,
)
