// XOR for a thousand epochs, and the answers: what a first script does.
import { native } from '@parallax-ml/backend-native'
import { dense, fit, sequential } from '@parallax-ml/core'

const layers = [dense({ units: 8, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })]
const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]
const run = await fit(
  sequential({ inputShape: [2], layers }),
  { x, y: [[0], [1], [1], [0]] },
  {
    backend: native,
    loss: 'binaryCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.05 },
    epochs: 1000,
  },
)
const { data } = await run.model.predict(x)
console.log(JSON.stringify({ value: Array.from(data), timing: run.timing }))
