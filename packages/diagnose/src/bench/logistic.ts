import { dense, fit, normalization, sequential } from '@parallax-ml/core'
import { logisticModel, logisticRegression } from '@parallax-ml/interpret'
import type { LabelledRows, Subject } from '../subject.js'
import type { Answers } from './answers.js'
import { matrixOf, rowsOf } from './matrix.js'
import { dataOf, rowsFor, type TrainingPlace } from './predictor.js'

/** Newton's steps take the square of the parameters: 650 of them, ten seconds a fold. */
const mostForNewton = 200
const batchSize = 128
const steps = 500

/** Answers of a logistic regression, penalised as scikit-learn does by default. */
export async function logisticAnswers(
  own: LabelledRows,
  left: LabelledRows['x'],
  { classNames }: Pick<Subject, 'classNames'>,
  place: TrainingPlace,
): Promise<Answers> {
  const parameters = (own.x[0]!.length + 1) * classNames.length
  if (parameters > mostForNewton) return trained(own, left, classNames.length, place)
  const fitted = logisticRegression(own.x, own.y, { classNames, standardErrors: false })
  return rowsOf(await logisticModel(fitted).predict(matrixOf(left)))
}

/** The same model as a network without hidden layers, whose steps follow the gradient. */
async function trained(
  own: LabelledRows,
  left: LabelledRows['x'],
  classes: number,
  { backend, precision }: TrainingPlace,
): Promise<Answers> {
  const rows = own.y.length
  // Half the squared weights beside the sum of all losses, which here are means. Two classes have
  // one logit there and two here, each of half the size.
  const kernelRegularizer = { name: 'l2', l2: (classes === 2 ? 1 : 0.5) / rows } as const
  const spec = sequential({
    inputShape: [own.x[0]!.length],
    layers: [normalization(), dense({ units: classes, activation: 'softmax', kernelRegularizer })],
  })
  const learningRate = {
    name: 'cosineDecay',
    initialLearningRate: 0.05,
    decaySteps: steps,
  } as const
  const { model } = await fit(spec, dataOf(spec, own), {
    backend,
    precision,
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { name: 'adam', learningRate },
    batchSize,
    epochs: Math.ceil((steps * Math.min(batchSize, rows)) / rows),
  })
  try {
    const { data } = await model.predict(rowsFor(spec, left))
    return left.map((_, row) => Array.from(data.subarray(row * classes, (row + 1) * classes)))
  } finally {
    await model.dispose()
  }
}
