import { createModel, OptionError, parseWith, suggest } from '@parallax-ml/core'
import { z } from 'zod'
import { type ExplainableModel, explainable } from '../explained/explainable-model.js'
import { seed as seedSchema } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { vectorsOf } from './comparable.js'
import { spearman } from './correlation.js'

/** Options of {@link randomizedWeights}. */
export interface RandomizedWeightsOptions {
  /** Networks with random weights. Default 20; with fewer there is no verdict. */
  readonly networks?: number
  /** Layers whose weights become random. Default all. */
  readonly layers?: readonly string[]
  /** Decides the weights. Default 0. */
  readonly seed?: number
}

/** Whether explanations change when the weights do. */
export interface RandomizedWeights {
  /**
   * Mean rank correlation, over rows and outputs, between the explanation of the model and of each
   * network with random weights.
   */
  readonly similarities: readonly number[]
  readonly mean: number
  /** The same between networks with random weights: what the rows alone, or the method, have in common. */
  readonly amongRandom: { readonly mean: number; readonly largest: number }
  /** Mean similarity above which an explanation hardly depends on the weights. */
  readonly threshold: number
  readonly verdict: 'depends on the weights' | 'hardly depends on the weights' | 'not assessable'
  /** Why there is no verdict. */
  readonly reason?: string
  readonly seed: number
}

const schema = z.strictObject({
  networks: z.int().min(2).default(20),
  layers: z.array(z.string()).min(1).optional(),
  seed: seedSchema,
})

const leastFeatures = 16
const leastNetworks = 20
const threshold = 0.5

/**
 * The model-parameter randomisation test (Adebayo and others, "Sanity checks for saliency maps", 2018): an
 * explanation that stays as it is when the weights become random shows the row rather than what was
 * learned. Similarity is Spearman's correlation of absolute values. It is compared with many random
 * networks and their similarity among each other, since that of one alone is mostly chance, and not judged
 * below 16 features, where rank correlations say nothing (after Hedström and others, "A fresh look at
 * sanity checks for saliency maps", 2024).
 *
 * @param explain the method with its options, applied to a model; always to the same rows.
 * @throws {OptionError} if the model has no such layer.
 *
 * @example
 * const check = await randomizedWeights(explained, (model) => saliency(model, images))
 * console.log(check.verdict)
 */
export async function randomizedWeights(
  explained: ExplainableModel,
  explain: (explained: ExplainableModel) => Promise<Attribution>,
  options: RandomizedWeightsOptions = {},
): Promise<RandomizedWeights> {
  const parsed = parseWith(schema, options, 'randomizedWeights options', OptionError)
  requireLayers(explained, parsed.layers)
  const own = magnitudes(await explain(explained))
  const random: number[][][] = []
  for (let i = 0; i < parsed.networks; i++) {
    random.push(await explainRandom(explained, explain, parsed, parsed.seed + i))
  }
  const similarities = random.map((other) => similarity(own, other))
  const amongRandom = random.flatMap((a, i) => random.slice(0, i).map((b) => similarity(a, b)))
  const mean = meanOf(similarities)
  const reason = reasonAgainst(own[0]!.length, parsed.networks)
  const judged = mean > threshold ? 'hardly depends on the weights' : 'depends on the weights'
  return {
    similarities,
    mean,
    amongRandom: { mean: meanOf(amongRandom), largest: Math.max(...amongRandom) },
    threshold,
    verdict: reason === undefined ? judged : 'not assessable',
    ...(reason !== undefined && { reason }),
    seed: parsed.seed,
  }
}

function reasonAgainst(features: number, networks: number): string | undefined {
  if (features < leastFeatures) {
    return `ranks of ${features} features say too little; ${leastFeatures} are needed`
  }
  if (networks >= leastNetworks) return undefined
  return `${networks} random networks are too few; ${leastNetworks} are needed`
}

async function explainRandom(
  { model, featureNames, outputNames, space }: ExplainableModel,
  explain: (explained: ExplainableModel) => Promise<Attribution>,
  { layers }: z.output<typeof schema>,
  seed: number,
): Promise<number[][]> {
  const { spec, backend, precision } = model
  const kept = Object.entries(layers === undefined ? {} : model.weights()).filter(
    ([path]) => !layers!.includes(path.slice(0, path.lastIndexOf('/'))),
  )
  const random = createModel(spec, { backend, precision, seed, weights: Object.fromEntries(kept) })
  // The model of logits gives them as they are.
  const values = { featureNames, outputNames, ...(space !== 'logit' && { space }) }
  const other = explainable(random, values)
  try {
    return magnitudes(await explain(other))
  } finally {
    await other.dispose()
    await random.dispose()
  }
}

const magnitudes = (attribution: Attribution): number[][] =>
  vectorsOf(attribution).map((vector) => vector.map(Math.abs))

/** Explanations without any order are alike only in that. */
const similarity = (a: readonly number[][], b: readonly number[][]): number =>
  meanOf(a.map((vector, i) => spearman(vector, b[i]!) ?? 0))

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function requireLayers({ model }: ExplainableModel, layers: readonly string[] | undefined): void {
  const known = model.architecture.layers.map(({ name }) => name)
  const unknown = layers?.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new OptionError({
    where: 'option layers',
    problem: `the model has no layer '${unknown}'`,
    hint: suggest(unknown, known),
  })
}
