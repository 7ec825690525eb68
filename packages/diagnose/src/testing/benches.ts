import { dense, type FitOptions, interpreter, type ModelSpec, sequential } from '@parallax-ml/core'
import type { Answers, Scores } from '../bench/answers.js'
import { type Bench, type FoldScores, openBench } from '../bench/bench.js'
import type { Predictor } from '../bench/predictor.js'
import { type DiagnosisData, type LabelledRows, subjectOf } from '../subject.js'

/** A network that nobody trains. */
const specOf = (features: number, outputs: number): ModelSpec =>
  sequential({
    inputShape: [features],
    layers: [
      dense({ units: 16, activation: 'relu' }),
      dense({ units: outputs, ...(outputs > 1 && { activation: 'softmax' as const }) }),
    ],
  })

/** Classes, unless the loss says otherwise. */
export const subjectWith = (
  data: DiagnosisData,
  loss: FitOptions['loss'] = 'sparseCategoricalCrossentropy',
) => {
  const outputs = loss === 'meanSquaredError' ? 1 : Math.max(1, ...data.train.y) + 1
  const spec = specOf(data.train.x[0]!.length, outputs)
  return subjectOf({ spec, loss, epochs: 8 }, data)
}

/** A bench with some of its work replaced by what a test says. */
export const benchWith = (subject: Bench['subject'], replaced: Partial<Bench> = {}): Bench => ({
  ...openBench(subject, { backend: interpreter, precision: 'float64' }, { seed: 3, repeats: 1 }),
  ...replaced,
})

/** What answers as a function of a row. */
export const answering = (
  of: (row: readonly number[]) => readonly number[],
  run: object = {},
): Predictor =>
  ({
    answer: async (x: LabelledRows['x']) => x.map(of),
    runs: [{ model: { backend: { name: 'stub' } }, ...run }],
    dispose: async () => {},
  }) as unknown as Predictor

/** Folds with the scores that a test says, in order. */
export const foldsWith = (trained: readonly number[], left: readonly number[]) => async () =>
  trained.map((score, i) => {
    const [train, test]: Scores[] = [
      { score, loss: 0 },
      { score: left[i]!, loss: 0 },
    ]
    return { train, test, seed: i, split: { train: [], test: [] }, answers: [] } as FoldScores
  })

/** One fold, in which every row is left out and answered as a test says. */
export const foldAnswering = (answers: Answers) => async (): Promise<FoldScores[]> => {
  const scores = { score: 0, loss: 0 }
  const split = { train: [], test: [...answers.keys()] }
  return [{ train: scores, test: scores, seed: 0, split, answers }]
}

/** Answers that are right or wrong as a test says, as sure as it says. */
export const answersFor = (
  y: readonly number[],
  isRight: (row: number) => boolean,
  sure: (row: number) => number = () => 0.9,
  classes = 2,
) =>
  y.map((label, row) => {
    const said = isRight(row) ? label : (label + 1) % classes
    return Array.from({ length: classes }, (_, k) =>
      k === said ? sure(row) : (1 - sure(row)) / (classes - 1),
    )
  })
