import {
  type Attribution,
  compareExplanations,
  type ExplainableModel,
  expectedGradients,
  explainable,
  integratedGradients,
  permutationShapley,
} from '@parallax-ml/interpret'
import type { HeatMapFigure } from '@parallax-ml/report'
import type { Bench } from '../bench/bench.js'
import type { Predictor } from '../bench/predictor.js'
import type { LabelledRows } from '../subject.js'
import type { Check } from './check.js'
import { percent } from './curve.js'
import { spreadRows } from './folds-of.js'

const threshold = 2 / 3
const mostGap = 0.01
const fewestFeatures = 4
const rowsExplained = 12
const backgroundRows = 100
/** Shapley values of more features take too many questions. */
const mostForShapley = 30
const seeds = 3
const top = 3

/** Whether explanations of this network say anything: their sums, other methods, other seeds. */
export const untrustworthyExplanation: Check = {
  id: 'untrustworthy-explanation',
  question: 'Can explanations of its answers be trusted?',
  thresholdSource: `methods, or networks from ${seeds} seeds, name less than two thirds of the same ${top} strongest features (Krishna and others, 2022; the share is ours; of seeds it is told, not warned of), or integrated gradients miss ${percent(mostGap)} of what they should add up to (ours)`,
  notFor: ({ featureNames }) =>
    featureNames.length < fewestFeatures
      ? `With fewer than ${fewestFeatures} features, ${top} strongest are nearly all.`
      : undefined,
  async assess(bench) {
    const { subject } = bench
    const rows = spreadRows(subject.train.y.length, rowsExplained).map(
      (row) => subject.train.x[row]!,
    )
    const own = await explainedBy(bench, await bench.run(), async (explained) => ({
      byMethod: await byMethods(bench, explained, rows),
    }))
    const [gradients] = own.byMethod as [Named]
    const bySeed: Named[] = [{ ...gradients, name: `seed ${bench.seed}` }]
    for (let i = 1; i < seeds; i++) {
      const predictor = await bench.train({}, undefined, bench.seed + i)
      const attribution = await explainedBy(bench, predictor, (explained) =>
        integrated(explained, rows, subject.train),
      )
      bySeed.push({ name: `seed ${bench.seed + i}`, attribution })
      await predictor.dispose()
    }
    const [methods, networks] = [agreements(own.byMethod), agreements(bySeed)]
    const gap = gapOf(gradients.attribution)
    const isGap = gap > mostGap
    const isMethods = methods.least < threshold
    const isSeeds = networks.least < threshold
    const value = Math.min(methods.least, networks.least)
    return {
      title: isGap
        ? 'Its attributions do not add up'
        : isMethods
          ? 'Methods disagree about what its answers rest on'
          : isSeeds
            ? 'Another seed rests its answers on other features'
            : 'Explanations of its answers agree',
      severity: isGap ? 'problem' : isMethods ? 'warn' : isSeeds ? 'info' : 'ok',
      text: `Of the ${top} strongest features of ${rows.length} rows, methods have ${percent(methods.least)} or more in common, and networks from ${seeds} seeds ${percent(networks.least)}. Integrated gradients miss ${percent(gap)} of what they should add up to.${isMethods ? ' Do not rely on one method: say where they disagree.' : ''}${isSeeds ? ' What an explanation of this network says is about this network, not about the data.' : ''}`,
      statistic: `least share of the ${top} strongest features that two methods, or two seeds, have in common`,
      value,
      threshold,
      n: rows.length,
      evidence: [
        figureOf('methods', own.byMethod, methods.matrix),
        figureOf('seeds', bySeed, networks.matrix),
      ],
      remedies: isSeeds ? ['seedEnsemble', 'l2', 'earlyStopping', 'fewerUnits'] : [],
      caveat:
        'Features that tell the same can stand for each other without the network being worse. Of an ensemble, the first member is asked.',
    }
  },
}

interface Named {
  readonly name: string
  readonly attribution: Attribution
}

/** Explains in raw scores where the network has them, as probabilities near 0 and 1 hide what speaks for them. */
async function explainedBy<Result>(
  { subject: { featureNames } }: Bench,
  { runs: [run] }: Predictor,
  use: (explained: ExplainableModel) => Promise<Result>,
): Promise<Result> {
  const plain = explainable(run!.model, { featureNames })
  const explained =
    plain.space === 'probability'
      ? explainable(run!.model, { featureNames, space: 'logit' })
      : plain
  try {
    return await use(explained)
  } finally {
    await explained.dispose()
  }
}

const integrated = (explained: ExplainableModel, rows: LabelledRows['x'], { x }: LabelledRows) =>
  integratedGradients(explained, rows, { baseline: { mean: x } })

async function byMethods(
  { subject: { train }, seed }: Bench,
  explained: ExplainableModel,
  rows: LabelledRows['x'],
): Promise<Named[]> {
  const background = spreadRows(train.y.length, backgroundRows).map((row) => train.x[row]!)
  const found = [
    { name: 'integrated', attribution: await integrated(explained, rows, train) },
    {
      name: 'expected',
      attribution: await expectedGradients(explained, rows, { background, seed }),
    },
  ]
  if (explained.featureNames.length > mostForShapley) return found
  const options = { background: { mean: train.x }, seed }
  const attribution = await permutationShapley(explained, rows, options)
  return [...found, { name: 'Shapley', attribution }]
}

/** What attributions miss of the changes that they should add up to, over all rows and outputs. */
function gapOf({ shape, values, predictions, base }: Attribution): number {
  const [rows, features, outputs] = shape
  let [missed, changed] = [0, 0]
  for (let i = 0; i < rows * outputs; i++) {
    const [row, output] = [Math.floor(i / outputs), i % outputs]
    const change = predictions[i]! - base![output]!
    let sum = 0
    for (let f = 0; f < features; f++) sum += values[(row * features + f) * outputs + output]!
    missed += Math.abs(sum - change)
    changed += Math.abs(change)
  }
  return changed === 0 ? 0 : missed / changed
}

/** How far each pair of explanations names the same strongest features, as means over rows and outputs. */
function agreements(named: readonly Named[]) {
  const pairs = compareExplanations(
    named.map(({ attribution }) => attribution),
    { top },
  )
  const matrix = named.map((_, i) =>
    named.map(
      (_, j) =>
        pairs.find((p) => p.first === Math.min(i, j) && p.second === Math.max(i, j))?.top.feature ??
        1,
    ),
  )
  return { matrix, least: Math.min(...matrix.flat()) }
}

const figureOf = (
  what: string,
  named: readonly Named[],
  matrix: readonly (readonly number[])[],
): HeatMapFigure => ({
  kind: 'heatMap',
  title: `Agreement of ${what}`,
  see: `Share of the ${top} strongest features that two ${what} have in common; below two thirds, neither should be believed alone.`,
  rows: what,
  columns: what,
  rowNames: named.map(({ name }) => name),
  columnNames: named.map(({ name }) => name),
  values: matrix,
  texts: matrix.map((row) => row.map((share) => share.toFixed(2))),
  domain: [0, 1],
})
