// Trains on 120 irises, judges by the other 30, and names the species of one more flower.
import { native } from '@parallax-ml/backend-native'
import { dense, evaluate, fit, normalization, sequential } from '@parallax-ml/core'
import { iris, pickRows, stratifiedSplit } from '@parallax-ml/datasets'

const flowers = iris()
const rows = stratifiedSplit(flowers.y, { testShare: 0.2, seed: 7 })
const training = pickRows(flowers, rows.train)
const test = pickRows(flowers, rows.test)

const spec = sequential({
  inputShape: [4],
  layers: [
    normalization(), // learns means and variances from the training rows
    dense({ units: 16, activation: 'tanh' }),
    dense({ units: 3, activation: 'softmax' }),
  ],
})
const loss = 'sparseCategoricalCrossentropy'
const { model, stopped } = await fit(spec, training, {
  backend: native,
  loss,
  optimizer: { name: 'adam', learningRate: 0.01 },
  batchSize: 16,
  epochs: 50,
  seed: 7,
})
console.log(stopped.message)

const scores = await evaluate(model, test, { loss, metrics: ['accuracy'] })
console.log(`${(100 * scores.accuracy).toFixed(1)} % of ${test.y.length} unseen flowers right`)

const flower = [5.9, 3, 4.3, 1.4] // in centimetres: sepal length and width, petal length and width
const { data } = await model.predict([flower])
const best = data.indexOf(Math.max(...data))
console.log(`${flower.join(', ')} is ${flowers.classNames[best]} (${data[best].toFixed(3)})`)
await model.dispose()
if (scores.accuracy < 0.9) process.exitCode = 1
