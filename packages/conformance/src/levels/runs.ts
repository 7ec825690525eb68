import {
  batchNormalization,
  type Callback,
  type CheckpointStore,
  dense,
  dropout,
  type FitOptions,
  type FitResult,
  fit,
  freezeLayers,
  interpreter,
  memoryStore,
  type OptimizerChoice,
  reduceLearningRateOnPlateau,
  sequential,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { randomRows } from './random-rows.js'
import { boundFor, compareWeights, exact } from './vectors.js'

const level = 'training'

/** Runs that stop and go on, and that change while they train. */
export const runCases = (): ConformanceCase[] => [
  ...keptRuns.map(([name, changes]) => resumeCase(name, changes)),
  ...keptRuns.map(([name, changes]) => otherBackendCase(name, changes)),
  ...accumulated.map(accumulationCase),
  { level, name: 'a run: a frozen layer rests, the others go on', run: checkFrozenMeanwhile },
  { level, name: 'a run: when a layer joins, moments begin anew', run: checkJoining },
  { level, name: 'a run: frozen from the start is frozen by the spec', run: checkFrozenFromStart },
  { level, name: 'a run: a plateau lowers the rate as a schedule does', run: checkPlateau },
  { level, name: 'a run: the layer that is not finite first is named', run: checkNonFinite },
]

const spec = sequential({
  inputShape: [3],
  layers: [
    dense({ units: 6, name: 'body' }),
    batchNormalization(),
    dropout({ rate: 0.2 }),
    dense({ units: 2, name: 'head' }),
  ],
})
const smooth = sequential({
  inputShape: [3],
  layers: [
    dense({ units: 6, activation: 'tanh', name: 'body' }),
    dense({ units: 2, name: 'head' }),
  ],
})
const data = { x: randomRows(31, 13, 3), y: randomRows(32, 13, 2) }

type Changes = Partial<FitOptions>

const train = (
  { backend, precision }: Pick<CaseContext, 'backend' | 'precision'>,
  changes: Changes,
  model = spec,
): Promise<FitResult> =>
  fit(model, data, {
    backend,
    precision,
    loss: 'meanSquaredError',
    epochs: 6,
    batchSize: 5,
    seed: 9,
    ...changes,
  })

/** Fails in the middle of the fourth epoch, as a killed process does. */
const killer: Callback = {
  name: 'killer',
  begin: () => ({
    onSteps({ step }) {
      if (step >= 11) throw new Error('killed')
    },
  }),
}

async function killed(context: Parameters<typeof train>[0], changes: Changes) {
  const store = memoryStore()
  const { callbacks = [] } = changes
  const kept = { checkpoint: { store, everySteps: 1 }, callbacks: [...callbacks, killer] }
  const error: unknown = await train(context, { ...changes, ...kept }).catch((reason) => reason)
  if ((error as Error).message !== 'killed') throw error
  return store
}

const keptRuns: readonly [string, Changes][] = [
  ['adam', { optimizer: 'adam' }],
  [
    'momentum, a schedule and decay',
    {
      optimizer: {
        name: 'sgd',
        learningRate: { name: 'cosineDecay', initialLearningRate: 0.05, decaySteps: 20 },
        momentum: 0.9,
        weightDecay: 0.01,
      },
    },
  ],
  [
    'a running mean and accumulated gradients',
    { optimizer: { name: 'rmsprop', useEma: true, gradientAccumulationSteps: 2 } },
  ],
  [
    'a layer that was frozen',
    { callbacks: [freezeLayers({ layers: ['body'], from: 2 })], optimizer: 'adam' },
  ],
  [
    'a rate that falls on plateaus',
    { callbacks: [reduceLearningRateOnPlateau({ minDelta: 1000, patience: 2 })] },
  ],
]

function requireStep({ resumed }: FitResult): void {
  if ((resumed?.step ?? 0) >= 10) return
  throw new Error(`it went on from step ${resumed?.step}, not from the tenth or later`)
}

const goOn = async (
  context: CaseContext,
  changes: Changes,
  store: CheckpointStore,
): Promise<FitResult> => {
  const run = await train(context, { ...changes, checkpoint: { store } })
  requireStep(run)
  return run
}

const resumeCase = (name: string, changes: Changes): ConformanceCase => ({
  level,
  name: `a run: killed, it goes on to the bit (${name})`,
  async run(context) {
    const whole = await train(context, changes)
    const run = await goOn(context, changes, await killed(context, changes))
    context.compare(run.history.loss!, whole.history.loss!, exact, 'losses')
    const weights = run.model.weights()
    for (const [path, expected] of Object.entries(whole.model.weights())) {
      context.compare(weights[path]!.data, expected.data, exact, path)
    }
  },
})

const otherBackendCase = (name: string, changes: Changes): ConformanceCase => ({
  level,
  name: `a run: it goes on where the interpreter left it (${name})`,
  async run(context) {
    const arbiter = { backend: interpreter, precision: 'float64' } as const
    const whole = await train(arbiter, changes)
    const run = await goOn(context, changes, await killed(arbiter, changes))
    const bound = boundFor(context.precision, 2e-5, 1e-9)
    context.compare(run.history.loss!, whole.history.loss!, bound, 'losses')
  },
})

const accumulated: readonly OptimizerChoice[] = [
  { name: 'sgd', momentum: 0.9, learningRate: 0.05, clipNorm: 0.5 },
  { name: 'adamW', learningRate: 0.01 },
  { name: 'adafactor', learningRate: 0.01 },
]

const accumulationCase = (optimizer: OptimizerChoice): ConformanceCase => ({
  level,
  name: `a run: gradients of two batches are those of one of twice the size (${(optimizer as { name: string }).name})`,
  async run(context) {
    const rows = { x: randomRows(33, 12, 3), y: randomRows(34, 12, 2) }
    const options = { backend: context.backend, precision: context.precision, shuffle: false }
    const shared = { ...options, loss: 'meanSquaredError', epochs: 5, seed: 2 } as const
    const halves = await fit(smooth, rows, {
      ...shared,
      batchSize: 3,
      optimizer: { ...(optimizer as { name: 'sgd' }), gradientAccumulationSteps: 2 },
    })
    const whole = await fit(smooth, rows, { ...shared, batchSize: 6, optimizer })
    const size = context.precision === 'float32' ? 1e-5 : 1e-12
    const weights = halves.model.weights()
    for (const [path, { data: expected }] of Object.entries(whole.model.weights())) {
      compareWeights(context, weights[path]!.data, expected, size, path, size)
    }
  },
})

/** Notes the weights after every epoch. */
function notebook() {
  const seen: Record<string, ArrayLike<number>>[] = []
  const callback: Callback = {
    name: 'notebook',
    begin: () => ({
      async onEpochEnd(training) {
        const weights = Object.entries(await training.weights())
        seen.push(Object.fromEntries(weights.map(([path, tensor]) => [path, tensor.data])))
      },
    }),
  }
  return { seen, callback }
}

async function checkFrozenMeanwhile(context: CaseContext): Promise<void> {
  const { seen, callback } = notebook()
  const freeze = freezeLayers({ layers: ['body'], from: 2, until: 4 })
  await train(context, { callbacks: [freeze, callback] }, smooth)
  const moves = (path: string): number[] =>
    seen.slice(1).map((after, i) => (String(after[path]) === String(seen[i]![path]) ? 0 : 1))
  context.compare(moves('body/kernel'), [1, 0, 0, 1, 1], exact, 'epochs that change the layer')
  context.compare(moves('head/kernel'), [1, 1, 1, 1, 1], exact, 'epochs that change another')
}

/** Adam's first step, with its corrections, is the learning rate, whatever the gradient. */
async function checkJoining(context: CaseContext): Promise<void> {
  const { seen, callback } = notebook()
  const callbacks = [freezeLayers({ layers: ['body'], until: 3 }), callback]
  const optimizer = { name: 'adam', learningRate: 0.0625 } as const
  await train(context, { callbacks, optimizer, epochs: 4, batchSize: 13 }, smooth)
  const [before, after] = [seen[2]!['head/bias']!, seen[3]!['head/bias']!]
  const steps = Array.from(after, (value, i) => Math.abs(value - before[i]!))
  context.compare(steps, [0.0625, 0.0625], { absolute: 0, relative: 1e-3 }, 'first step')
}

async function checkFrozenFromStart(context: CaseContext): Promise<void> {
  const layers = smooth.layers.map((layer) =>
    layer.name === 'body' ? { ...layer, trainable: false } : layer,
  )
  const bySpec = await train(context, {}, sequential({ inputShape: [3], layers }))
  const callbacks = [freezeLayers({ layers: ['body'] })]
  const run = await train(context, { callbacks }, smooth)
  context.compare(run.history.loss!, bySpec.history.loss!, exact, 'losses')
  for (const [path, expected] of Object.entries(bySpec.model.weights())) {
    context.compare(run.model.weights()[path]!.data, expected.data, exact, path)
  }
}

async function checkPlateau(context: CaseContext): Promise<void> {
  const never = { minDelta: 1000, patience: 1, factor: 0.5 }
  const callbacks = [reduceLearningRateOnPlateau(never)]
  const optimizer = { name: 'sgd', learningRate: 0.125 } as const
  const run = await train(context, { callbacks, optimizer, epochs: 3 }, smooth)
  const learningRate = {
    name: 'piecewiseConstantDecay',
    boundaries: [5],
    values: [0.125, 0.0625],
  } as const
  const scheduled = { optimizer: { name: 'sgd', learningRate }, epochs: 3 } as const
  const expected = await train(context, scheduled, smooth)
  context.compare(run.history.loss!, expected.history.loss!, exact, 'losses')
}

async function checkNonFinite({ backend, precision }: CaseContext): Promise<void> {
  const layers = [
    dense({ units: 2, name: 'first' }),
    dense({ units: 2, activation: 'exponential', name: 'grows' }),
    dense({ units: 1, name: 'last' }),
  ]
  const large = precision === 'float32' ? 100 : 1000
  const { stopped } = await fit(
    sequential({ inputShape: [1], layers }),
    { x: Array.from({ length: 30 }, (_, i) => [i === 20 ? large : 0.1]), y: Array(30).fill([1]) },
    {
      backend,
      precision,
      loss: 'meanSquaredError',
      optimizer: { name: 'sgd', learningRate: 1e-6 },
      initialWeights: {
        'first/kernel': [[1, 1]],
        'grows/kernel': [
          [1, 0],
          [0, 1],
        ],
      },
      epochs: 1,
      batchSize: 1,
      shuffle: false,
    },
  )
  const { layer, step, in: where } = stopped.nonFinite!
  if (layer === 'grows' && step === 21 && where === 'output') return
  throw new Error(`it names ${where} of ${layer} in step ${step}, not output of grows in step 21`)
}
