import { type Split, shuffledFolds, stratifiedFolds } from '@parallax-ml/core'
import type { LabelledRows, Recipe, Subject } from '../subject.js'
import { type Answers, pick, type Scores, scoresOf } from './answers.js'
import { type Predictor, type TrainingPlace, trainPredictor } from './predictor.js'

/** One part of cross-validation: scores on both sides, and answers for the rows that were left out. */
export interface FoldScores {
  readonly seed: number
  readonly split: Split
  readonly train: Scores
  readonly test: Scores
  readonly answers: Answers
}

/** What checks and trials work with. What is expensive is made once, and shared. */
export interface Bench {
  readonly subject: Subject
  readonly place: TrainingPlace
  readonly seed: number
  /** How often rows are divided anew when recipes are compared. */
  readonly repeats: number
  /** The run that is diagnosed: the recipe on all training rows. */
  run(): Promise<Predictor>
  /** Trains a recipe; the caller disposes of what it gets. */
  train(recipe: Partial<Recipe>, rows?: LabelledRows, seed?: number): Promise<Predictor>
  /** Cross-validates a recipe on the same folds and seeds as every other; once for each recipe. */
  crossValidate(recipe?: Partial<Recipe>): Promise<readonly FoldScores[]>
  /** What it has cost so far. */
  readonly cost: { readonly trainings: number; readonly ms: number }
  dispose(): Promise<void>
}

const folds = 5

/** A bench for a subject. */
export function openBench(
  subject: Subject,
  place: TrainingPlace,
  { seed, repeats }: { readonly seed: number; readonly repeats: number },
): Bench {
  const { recipe, train: rows, kind } = subject
  const started = performance.now()
  const crossValidations = new Map<string, Promise<readonly FoldScores[]>>()
  let trainings = 0
  let run: Promise<Predictor> | undefined

  const train: Bench['train'] = (change, own = rows, ownSeed = seed) => {
    const changed = { ...subject, recipe: { ...recipe, ...change } }
    trainings += changed.recipe.ensemble?.members ?? 1
    return trainPredictor(changed, own, ownSeed, place)
  }

  const validate = async (change: Partial<Recipe>): Promise<readonly FoldScores[]> => {
    const results: FoldScores[] = []
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const split of foldsOf(subject, seed + repeat)) {
        const [own, left] = [pick(rows, split.train), pick(rows, split.test)]
        const ownSeed = seed + results.length
        const predictor = await train(change, own, ownSeed)
        try {
          const answers = await predictor.answer(left.x)
          results.push({
            seed: ownSeed,
            split,
            train: scoresOf(await predictor.answer(own.x), own.y, kind),
            test: scoresOf(answers, left.y, kind),
            answers,
          })
        } finally {
          await predictor.dispose()
        }
      }
    }
    return results
  }

  return {
    subject,
    place,
    seed,
    repeats,
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
    get cost() {
      return { trainings, ms: performance.now() - started }
    },
    async dispose() {
      await (await run)?.dispose()
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
