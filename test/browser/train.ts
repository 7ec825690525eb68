// Runs in Node, in pages and in workers alike; what it gives must be the same everywhere.
import { createNativeBackend } from '../../packages/backend-native/src/index.js'
import {
  dense,
  type FitOptions,
  fit,
  type ModelSpec,
  sequential,
} from '../../packages/core/src/index.js'

/** How something was learned, as plain data. */
export interface Learned {
  readonly path: string
  readonly threads: number
  readonly losses: readonly number[]
  readonly answers: readonly number[]
}

const tanh = 'tanh' as const
const cube = (size: number) => Float32Array.from({ length: size }, (_, i) => ((i * i) % 17) / 17)

const tasks = {
  xor: {
    spec: sequential({
      inputShape: [2],
      layers: [dense({ units: 8, activation: tanh }), dense({ units: 1, activation: 'sigmoid' })],
    }),
    x: { shape: [4, 2], data: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1) },
    y: { shape: [4, 1], data: Float32Array.of(0, 1, 1, 0) },
    options: { loss: 'binaryCrossentropy', epochs: 300 },
  },
  /** With kernels that are large enough for threads. */
  wide: {
    spec: sequential({
      inputShape: [160],
      layers: [dense({ units: 200, activation: tanh }), dense({ units: 1 })],
    }),
    x: { shape: [80, 160], data: cube(80 * 160) },
    y: { shape: [80, 1], data: cube(80) },
    options: { loss: 'meanSquaredError', epochs: 20, batchSize: 80 },
  },
} satisfies Record<string, { spec: ModelSpec; x: object; y: object; options: Partial<FitOptions> }>

/** Trains on a task, and asks for the answers. */
export async function train(task: keyof typeof tasks, threads = 1): Promise<Learned> {
  const backend = createNativeBackend({ threads })
  const { spec, x, y, options } = tasks[task]
  const optimizer = { name: 'adam', learningRate: 0.05 } as const
  const run = await fit(spec, { x, y }, { ...options, optimizer, backend, seed: 7 })
  const { data } = await run.model.predict(x)
  await run.model.dispose()
  const info = await backend.info()
  return {
    path: info.path,
    threads: info.threads,
    losses: run.history.loss!,
    answers: [...data],
  }
}
