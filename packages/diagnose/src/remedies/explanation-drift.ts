import { permutationImportance, spearman } from '@parallax-ml/interpret'
import type { Bench, RecipeChange } from '../bench/bench.js'
import { explainedOf } from '../bench/explained.js'
import { spreadRows } from '../checks/folds-of.js'

const mostRows = 300
const repeats = 5
const fewestFeatures = 3

/**
 * Importances of the features for the network that a recipe makes of all training rows: how much worse
 * its answers get where the values of one are dealt out anew. Absent for fewer than three features.
 */
export async function importancesOf(
  bench: Bench,
  change: RecipeChange,
): Promise<readonly number[] | undefined> {
  const { subject, seed } = bench
  const { train, featureNames, kind } = subject
  if (featureNames.length < fewestFeatures) return undefined
  const rows = spreadRows(train.y.length, mostRows)
  const predictor = await bench.train(change)
  try {
    const { values } = await permutationImportance(
      explainedOf(subject, predictor),
      rows.map((row) => train.x[row]!),
      rows.map((row) => train.y[row]!),
      { score: kind === 'classification' ? 'logLoss' : 'meanSquaredError', repeats, seed },
    )
    return values
  } finally {
    await predictor.dispose()
  }
}

/** 1 − rank correlation of two rankings of the features: 0 if they are the same, 2 if reversed. */
export function driftOf(
  before: readonly number[] | undefined,
  after: readonly number[] | undefined,
): number | undefined {
  const correlation = before && after && spearman(before, after)
  return correlation === undefined ? undefined : 1 - correlation
}
