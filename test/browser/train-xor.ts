// Runs in Node, in pages and in workers alike; what it gives must be the same everywhere.
import { createNativeBackend } from '../../packages/backend-native/src/index.js'
import { dense, fit, sequential } from '../../packages/core/src/index.js'

/** How XOR was learned, as plain data. */
export interface XorRun {
  readonly path: string
  readonly threads: number
  readonly losses: readonly number[]
  readonly answers: readonly number[]
}

/** Trains XOR for some epochs and asks for the answers. */
export async function trainXor(): Promise<XorRun> {
  const backend = createNativeBackend()
  const x = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]
  const run = await fit(
    sequential({
      inputShape: [2],
      layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
    }),
    { x, y: [[0], [1], [1], [0]] },
    {
      backend,
      loss: 'binaryCrossentropy',
      optimizer: { name: 'adam', learningRate: 0.05 },
      epochs: 300,
      seed: 7,
    },
  )
  const { data } = await run.model.predict(x)
  const { path, threads } = await backend.info()
  return { path, threads, losses: run.history.loss!, answers: [...data] }
}
