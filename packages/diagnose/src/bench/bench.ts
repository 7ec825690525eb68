import {
  type BackendV1,
  type Callback,
  type Split,
  shuffledFolds,
  stratifiedFolds,
} from '@parallax-ml/core'
import type { LabelledRows, Recipe, Subject } from '../subject.js'
import { type Answers, pick, type Scores, scoresOf } from './answers.js'
import { type Predictor, type TrainingPlace, trainPredictor } from './predictor.js'
import { type SimpleScores, simpleScores } from './simple-models.js'
import { type Snapshot, snapshotsInto, type TracePoint, traceOf } from './trace.js'

/** One part of cross-validation: scores on both sides, and answers for the rows that were left out. */
export interface FoldScores {
  readonly seed: number
  readonly split: Split
  readonly train: Scores
  readonly test: Scores
  readonly answers: Answers
}

/** What of a recipe is changed for one training; `undefined` takes a part of it away. */
export type RecipeChange = { readonly [Part in keyof Recipe]?: Recipe[Part] | undefined }

/** What checks and trials work with. What is expensive is made once, and shared. */
export interface Bench {
  readonly subject: Subject
  readonly place: TrainingPlace
  readonly seed: number
  /** How often rows are divided anew when recipes are compared. */
  readonly repeats: number
  /** Backends that are held against the one of `place`. */
  readonly others: readonly BackendV1[]
  /** Rows divided for cross-validation: five folds, and again for each repeat. */
  readonly splits: readonly Split[]
  /** The run that is diagnosed: the recipe on all training rows. */
  run(): Promise<Predictor>
  /** Trains a recipe; the caller disposes of what it gets. */
  train(
    change: RecipeChange,
    rows?: LabelledRows,
    seed?: number,
    callbacks?: readonly Callback[],
  ): Promise<Predictor>
  /** Gradients and silent units while the recipe, without an ensemble, is trained on all rows. */
  trace(): Promise<readonly TracePoint[]>
  /** Cross-validates a recipe on the same folds and seeds as every other; once for each recipe. */
  crossValidate(recipe?: Partial<Recipe>): Promise<readonly FoldScores[]>
  /** Models that need no network, on the same folds. */
  simpleModels(): Promise<readonly SimpleScores[]>
  /** What it has cost so far. */
  readonly cost: { readonly trainings: number; readonly ms: number }
  dispose(): Promise<void>
}

const folds = 5

/** A bench for a subject. */
export function openBench(
  subject: Subject,
  place: TrainingPlace,
  {
    seed,
    repeats,
    others = [],
  }: {
    readonly seed: number
    readonly repeats: number
    readonly others?: readonly BackendV1[]
  },
): Bench {
  const { recipe, train: rows, kind } = subject
  const started = performance.now()
  const crossValidations = new Map<string, Promise<readonly FoldScores[]>>()
  let trainings = 0
  let run: Promise<Predictor> | undefined
  let trace: Promise<readonly TracePoint[]> | undefined
  let simple: Promise<readonly SimpleScores[]> | undefined
  const splits = Array.from({ length: repeats }, (_, repeat) =>
    foldsOf(subject, seed + repeat),
  ).flat()

  const train: Bench['train'] = (change, own = rows, ownSeed = seed, callbacks = []) => {
    const changed = { ...subject, recipe: { ...recipe, ...change } as Recipe }
    trainings += changed.recipe.ensemble?.members ?? 1
    return trainPredictor(changed, own, ownSeed, place, callbacks)
  }

  const validate = async (change: Partial<Recipe>): Promise<readonly FoldScores[]> => {
    const results: FoldScores[] = []
    for (const [i, split] of splits.entries()) {
      const [own, left] = [pick(rows, split.train), pick(rows, split.test)]
      const predictor = await train(change, own, seed + i)
      try {
        const answers = await predictor.answer(left.x)
        results.push({
          seed: seed + i,
          split,
          train: scoresOf(await predictor.answer(own.x), own.y, kind),
          test: scoresOf(answers, left.y, kind),
          answers,
        })
      } finally {
        await predictor.dispose()
      }
    }
    return results
  }

  const trainTraced = async (): Promise<readonly TracePoint[]> => {
    const snapshots: Snapshot[] = []
    const callback = snapshotsInto(snapshots, recipe.epochs)
    await (await train({ ensemble: undefined }, rows, seed, [callback])).dispose()
    return traceOf(subject, snapshots, place)
  }

  return {
    subject,
    place,
    seed,
    repeats,
    others,
    splits,
    train,
    run() {
      run ??= train({})
      return run
    },
    crossValidate(change = {}) {
      const key = JSON.stringify(change)
      const known = crossValidations.get(key) ?? validate(change)
      crossValidations.set(key, known)
      return known
    },
    trace() {
      trace ??= trainTraced()
      return trace
    },
    simpleModels() {
      simple ??= simpleScores(subject, splits, place)
      return simple
    },
    get cost() {
      return { trainings, ms: performance.now() - started }
    },
    async dispose() {
      // A run that failed has told so where it was asked for, and leaves nothing.
      await run?.then(
        (predictor) => predictor.dispose(),
        () => {},
      )
    },
  }
}

/** Folds with each class in every one, as far as classes have rows enough. */
function foldsOf({ kind, train: { y } }: Subject, seed: number): Split[] {
  const counts = new Map<number, number>()
  for (const label of y) counts.set(label, (counts.get(label) ?? 0) + 1)
  const isStratifiable = kind === 'classification' && Math.min(...counts.values()) >= folds
  return isStratifiable
    ? stratifiedFolds(y, { folds, seed })
    : shuffledFolds(y.length, { folds: Math.min(folds, y.length), seed })
}

/** Of every training row, the answer of a network that did not see it; of the first repeat. */
export function outOfFoldAnswers(results: readonly FoldScores[], rows: number): Answers {
  const answers = new Array<readonly number[]>(rows)
  for (const { split, answers: own } of results) {
    for (const [i, row] of split.test.entries()) answers[row] ??= own[i]!
  }
  return answers
}
