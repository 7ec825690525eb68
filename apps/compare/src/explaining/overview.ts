import { permutation, randomKey } from '@parallax-ml/core'
import {
  type Agreement,
  type Attribution,
  accumulatedLocalEffects,
  compareExplanations,
  type DependenceCurve,
  type Importance,
  judgeRules,
  type PerturbationCurves,
  partialDependence,
  permutationImportance,
  perturbationCurves,
  type RulesJudgement,
  rulesOf,
  type Surrogate,
  summarizeAttribution,
  surrogateTree,
} from '@parallax-ml/interpret'
import { localMethodOf } from './local-methods.js'
import type { ExplainedSubject } from './subject.js'

/** What a model's answers rest on, over all rows. */
export interface Overview {
  /** By permuting, where the rows have answers, and mean attributions of every method. */
  readonly importances: readonly Importance[]
  /** Of some rows, by every method. */
  readonly attributions: readonly Attribution[]
  /** Between the methods' attributions. */
  readonly agreements: readonly Agreement[]
  /** How the answer falls and rises in the order of each method, by method; where no features count as one. */
  readonly faithfulness: Readonly<Record<string, PerturbationCurves>>
  /** Of the features that count most. */
  readonly curves: readonly {
    readonly partial: DependenceCurve
    readonly accumulated?: DependenceCurve
  }[]
  /** A tree that answers as the model does; absent if there are too few rows. */
  readonly surrogate?: Surrogate
  /** Its rules, held against what the model answers. */
  readonly rules?: RulesJudgement
  /** The class that the model answers each row with, where the tree imitates classes. */
  readonly labels?: readonly number[]
}

/** What an overview is made with. */
export interface OverviewOptions {
  readonly methods: readonly string[]
  /** Rows that attributions are made for at most. */
  readonly rows: number
  readonly signal?: AbortSignal | undefined
  readonly onStep?: (step: string) => void
}

const curvesShown = 4
const fewestRowsForTree = 20
/** Values that tell a feature of numbers from one of flags, whose curve has two points. */
const fewestValues = 3

/** Explains a model over all rows. */
export async function overviewOf(
  subject: ExplainedSubject,
  { methods, rows: most, signal, onStep = () => {} }: OverviewOptions,
): Promise<Overview> {
  const { explained, rows, targets, groups, seed } = subject
  // Rows are often sorted by class, so some are drawn, and kept in their order.
  const drawn = permutation(randomKey(seed, 'explained rows'), rows.length).subarray(0, most)
  const some = Array.from(drawn.sort(), (row) => rows[row]!)
  const attributions: Attribution[] = []
  for (const name of methods) {
    onStep(name)
    attributions.push(await localMethodOf(name).explain(subject, some, signal))
  }
  const importances = attributions.map((attribution) => summarizeAttribution(attribution))
  if (targets !== undefined) {
    onStep('permutation importance')
    const score = explained.space === 'value' ? 'meanSquaredError' : 'accuracy'
    const options = { score, groups, seed, ...(signal && { signal }) } as const
    importances.unshift(await permutationImportance(explained, rows, targets, options))
  }
  onStep('faithfulness')
  const faithfulness = await faithfulnessOf(subject, attributions, signal)
  onStep('curves')
  const curves = await curvesOf(subject, importances[0], some)
  const hasTree = rows.length >= fewestRowsForTree
  if (hasTree) onStep('a tree that imitates it')
  const surrogate = hasTree ? await surrogateTree(explained, rows, { seed }) : undefined
  const labels = surrogate?.imitates === 'classes' ? await answeredClasses(subject) : undefined
  return {
    importances,
    attributions,
    agreements: attributions.length > 1 ? compareExplanations(attributions) : [],
    faithfulness,
    curves,
    ...(surrogate && { surrogate }),
    ...(surrogate &&
      labels && { labels, rules: judgeRules(rulesOf(surrogate.tree), rows, labels) }),
  }
}

/** Features that count as one cannot be taken away one by one. */
async function faithfulnessOf(
  { explained, background, groups, seed }: ExplainedSubject,
  attributions: readonly Attribution[],
  signal: AbortSignal | undefined,
): Promise<Overview['faithfulness']> {
  if (Object.keys(groups).length > 0) return {}
  const found: Record<string, PerturbationCurves> = {}
  for (const attribution of attributions) {
    found[attribution.method] = await perturbationCurves(explained, attribution, {
      baseline: { mean: background },
      seed,
      ...(signal && { signal }),
    })
  }
  return found
}

async function curvesOf(
  { explained, rows }: ExplainedSubject,
  importance: Importance | undefined,
  some: readonly (readonly number[])[],
): Promise<Overview['curves']> {
  if (importance === undefined) return []
  const ranked = importance.names
    .map((name, i) => ({
      feature: explained.featureNames.indexOf(name),
      value: importance.values[i]!,
    }))
    .filter(({ feature }) => feature >= 0 && hasValues(rows, feature))
    .sort((a, b) => b.value - a.value)
  const curves = []
  for (const { feature } of ranked.slice(0, curvesShown)) {
    const partial = await partialDependence(explained, some, {
      features: [feature],
      individual: true,
    })
    curves.push({
      partial,
      accumulated: await accumulatedLocalEffects(explained, rows, { feature }),
    })
  }
  return curves
}

const hasValues = (rows: readonly (readonly number[])[], feature: number): boolean =>
  new Set(rows.map((row) => row[feature])).size >= fewestValues

async function answeredClasses({ explained, rows }: ExplainedSubject): Promise<number[]> {
  const values = Float64Array.from(rows.flat())
  const columns = explained.featureNames.length
  const answers = await explained.predict({ rows: rows.length, columns, values })
  return rows.map((_, row) => classAt(answers, row))
}

function classAt(
  { values, columns }: { readonly values: Float64Array; readonly columns: number },
  row: number,
): number {
  if (columns === 1) return values[row]! >= 0.5 ? 1 : 0
  const own = values.subarray(row * columns, (row + 1) * columns)
  return own.indexOf(Math.max(...own))
}
