import {
  decodeNumber,
  type EncodedNumber,
  type FitResult,
  fit,
  type LossChoice,
  type OptimizerChoice,
  parseSpec,
  type Tensor,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { decodeTensor, type GoldenTensor, readGolden } from '../golden.js'
import { boundFor, compareWeights } from './vectors.js'

type Weights = Readonly<Record<string, GoldenTensor>>

/** A whole training. */
interface TrainingGolden {
  readonly name: string
  readonly spec: object
  readonly loss: string
  readonly lossOptions: object
  readonly optimizer: { readonly name: string }
  readonly batchSize: number
  readonly epochs: number
  readonly x: GoldenTensor
  readonly y: GoldenTensor
  readonly sampleWeight?: readonly number[]
  readonly startWeights: Weights
  /** By step; the same as by epoch where an epoch is one step. */
  readonly stepLosses: readonly EncodedNumber[]
  readonly epochLosses: readonly EncodedNumber[]
  readonly weights: Weights
  readonly weightsByEpoch?: readonly Weights[]
  readonly predictions: GoldenTensor
}

/** Trainings of Keras: losses, weights and predictions. */
export const goldenTrainingCases = (): ConformanceCase[] =>
  readGolden<TrainingGolden>('training').map((golden) => ({
    level: 'training',
    name: `golden: ${golden.name}`,
    run: async (context) => {
      const { model, history } = await train(context, golden, golden.epochs)
      try {
        compareLosses(context, history.loss!, golden)
        compareAll(context, model.weights(), golden.weights, 'in the end')
        const { data } = await model.predict(decodeTensor(golden.x))
        const predictions = decodeTensor(golden.predictions).data
        context.compare(data, predictions, boundFor(context.precision, 4e-5, 1e-9), 'predictions')
      } finally {
        await model.dispose()
      }
      for (const [epoch, weights] of (golden.weightsByEpoch ?? []).entries()) {
        const part = await train(context, golden, epoch + 1)
        compareAll(context, part.model.weights(), weights, `after epoch ${epoch + 1}`)
      }
    },
  }))

const kerasNames: Readonly<Record<string, string>> = { adamw: 'adamW' }

const train = (
  { backend, precision }: CaseContext,
  { spec, loss, lossOptions, optimizer, batchSize, x, y, sampleWeight, ...golden }: TrainingGolden,
  epochs: number,
): Promise<FitResult> =>
  fit(
    parseSpec({ version: 1, kind: 'sequential', ...spec }),
    { x: decodeTensor(x), y: decodeTensor(y), sampleWeight },
    {
      backend,
      precision,
      loss: { name: loss, ...lossOptions } as LossChoice,
      optimizer: {
        ...optimizer,
        name: kerasNames[optimizer.name] ?? optimizer.name,
      } as OptimizerChoice,
      batchSize,
      epochs,
      shuffle: false,
      initialWeights: Object.fromEntries(
        Object.entries(golden.startWeights).map(([path, tensor]) => [path, decodeTensor(tensor)]),
      ),
    },
  )

function compareLosses(
  { precision, compare }: CaseContext,
  losses: readonly number[],
  { stepLosses, epochLosses, epochs }: TrainingGolden,
): void {
  const bound = { absolute: 0, relative: precision === 'float32' ? 1e-5 : 1e-9 }
  compare(losses, epochLosses.map(decodeNumber), bound, 'losses of the epochs')
  if (stepLosses.length !== epochs) return
  compare(losses, stepLosses.map(decodeNumber), bound, 'losses of the steps')
}

function compareAll(
  context: CaseContext,
  actual: Readonly<Record<string, Tensor>>,
  golden: Weights,
  when: string,
): void {
  for (const [path, tensor] of Object.entries(golden)) {
    const expected = decodeTensor(tensor).data
    const size = context.precision === 'float32' ? 1e-5 : 1e-9
    compareWeights(context, actual[path]!.data, expected, size, `${path} ${when}`)
  }
}
