// Trains XOR on the native backend, prints the four answers, and fails where one is wrong.
import { native } from '@parallax-ml/backend-native'
import { dense, fit, sequential } from '@parallax-ml/core'

const xor = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [[0], [1], [1], [0]],
}
const spec = sequential({
  inputShape: [2],
  layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
})
const run = await fit(spec, xor, {
  backend: native,
  loss: 'binaryCrossentropy',
  optimizer: { name: 'adam', learningRate: 0.05 },
  epochs: 300,
  seed: 7,
})

const answers = await run.model.predict(xor.x)
xor.x.forEach(([a, b], row) => {
  console.log(`${a} xor ${b} = ${answers.data[row].toFixed(3)}`)
})
if (xor.y.some(([wanted], row) => Math.round(answers.data[row]) !== wanted)) process.exitCode = 1
