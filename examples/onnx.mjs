// Trains a network for iris, writes it as an .onnx file, reads the file back, and puts a new head on
// what it has learnt: whether a flower is a setosa.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onnx } from '@parallax-ml/backend-onnx'
import { readOnnxFile, writeOnnxFile } from '@parallax-ml/backend-onnx/node'
import { dense, evaluate, fit, normalization, sequential } from '@parallax-ml/core'
import { iris } from '@parallax-ml/datasets'

const { x, y, classNames } = iris()
const spec = sequential({
  inputShape: [4],
  layers: [
    normalization(),
    dense({ units: 16, activation: 'tanh' }),
    dense({ units: 3, activation: 'softmax' }),
  ],
})
const adam = (learningRate) => ({ backend: onnx, optimizer: { name: 'adam', learningRate } })
const loss = 'sparseCategoricalCrossentropy'
const trained = await fit(spec, { x, y }, { ...adam(0.01), loss, epochs: 40 })

const folder = await mkdtemp(join(tmpdir(), 'parallax-onnx-'))
const path = join(folder, 'iris.onnx')
await writeOnnxFile(path, trained.model, { classNames })
const { details, values } = await readOnnxFile(path)
console.log(`classes: ${details.classNames.join(', ')}; values within: ${values.join(', ')}`)

const tanh = values.find((name) => name.startsWith('Tanh'))
const features = await readOnnxFile(path, { output: tanh })
await rm(folder, { recursive: true })
const head = dense({ units: 1, activation: 'sigmoid' })
const tuned = sequential({
  inputShape: [4],
  layers: [features.layer({ trainable: false }), head],
})
const setosa = { x, y: y.map((kind) => [kind === 0 ? 1 : 0]) }
const { model } = await fit(tuned, setosa, {
  ...adam(0.05),
  loss: 'binaryCrossentropy',
  epochs: 20,
})
const scores = await evaluate(model, setosa, {
  loss: 'binaryCrossentropy',
  metrics: ['binaryAccuracy'],
})
console.log(
  `setosa or not, by frozen features: ${(100 * scores.binaryAccuracy).toFixed(1)} % right`,
)
await model.dispose()
if (scores.binaryAccuracy < 0.98) process.exitCode = 1
