import type { IntervalsFigure } from '@parallax-ml/report'
import { chiSquaredTest } from '../statistics/chi-squared.js'
import { holm } from '../statistics/holm.js'
import { kolmogorovSmirnov } from '../statistics/kolmogorov-smirnov.js'
import { populationStability } from '../statistics/population-stability.js'
import { type Apartness, twoSampleClassifier } from '../statistics/two-sample-classifier.js'
import type { Subject } from '../subject.js'
import type { Check } from './check.js'
import { needsTest, spreadRows } from './folds-of.js'

const effect = 0.2
const significance = 0.05
const leastArea = 0.6
/** A feature with so few values is one of categories. */
const categories = 10
const rowsForStability = 500
const mostRows = 2000
const mostShown = 10

interface Drift {
  readonly name: string
  readonly test: string
  /** Largest distance of the distributions, or Cramér's V; 0 to 1. */
  readonly size: number
  /** Corrected for how many features there are. */
  readonly p: number
  readonly stability?: number
}

/** Whether training and test rows come from different worlds. */
export const shift: Check = {
  id: 'shift',
  question: 'Are training and test rows of the same kind?',
  thresholdSource: `a feature, or the target, differs with p < ${significance} after Holm's correction and by more than ${effect} (Kolmogorov–Smirnov, or Cramér's V without what chance adds: deepchecks); a warning where a logistic regression tells the sets apart with an area above ${leastArea} and its interval above 0.5 (two-sample classifier: Lopez-Paz and Oquab, 2017; constant ours)`,
  notFor: needsTest,
  async assess({ subject, seed }) {
    const { train, test } = subject
    const drifts = driftsOf(subject)
    const shifted = drifts.filter(({ size, p }) => p < significance && size > effect)
    const some = (x: readonly (readonly number[])[]) =>
      spreadRows(x.length, mostRows).map((row) => x[row]!)
    const area = await twoSampleClassifier(some(train.x), some(test!.x), seed)
    const isApart = area.value > leastArea && area.low > 0.5
    const [largest] = drifts as [Drift]
    const severity = shifted.length > 0 ? 'problem' : isApart ? 'warn' : 'ok'
    return {
      title: {
        problem: `Training and test rows differ: ${shifted
          .slice(0, 3)
          .map(({ name }) => name)
          .join(', ')}`,
        warn: 'Training and test rows differ in how features go together',
        ok: 'Training and test rows are of the same kind, as far as can be seen',
      }[severity],
      severity,
      text: `${shifted.length} of ${drifts.length} features and targets differ between ${train.y.length} training and ${test!.y.length} test rows; most does ${largest.name}, by ${largest.size.toFixed(3)} (${largest.test}, p = ${largest.p.toPrecision(2)} corrected). A classifier that is to tell the sets apart ranks a test row above a training row in ${(100 * area.value).toFixed(0)} of 100 pairs (${(100 * area.low).toFixed(0)} to ${(100 * area.high).toFixed(0)}); 50 is guessing.${severity === 'ok' ? '' : ' What is measured on these test rows is not what cross-validation promises. Find out why they differ; weigh or collect training rows like them.'}`,
      statistic: 'area under the ROC curve of a classifier that tells test from training rows',
      value: area.value,
      interval: { low: area.low, high: area.high },
      threshold: leastArea,
      n: train.y.length + test!.y.length,
      evidence: [figureOf(drifts, area)],
      remedies: [],
      caveat:
        'The classifier sees shifts of means and of spreads, and not all others. Rows that depend on each other make p too small.',
    }
  },
}

function driftsOf({ train, test, featureNames, kind }: Subject): Drift[] {
  const enough = Math.min(train.y.length, test!.y.length) >= rowsForStability
  const found = [
    ...featureNames.map((name, c) => {
      const [a, b] = [train, test!].map(({ x }) => x.map((row) => row[c]!)) as [number[], number[]]
      return { name, ...driftOf(a, b), ...(enough && { stability: populationStability(a, b) }) }
    }),
    { name: kind === 'classification' ? 'the class' : 'the target', ...driftOf(train.y, test!.y) },
  ]
  const adjusted = holm(found.map(({ p }) => p))
  return found
    .map((drift, i) => ({ ...drift, p: adjusted[i]! }))
    .sort((a, b) => a.p - b.p || b.size - a.size)
}

/** How far two samples of one feature are apart. */
function driftOf(
  a: readonly number[],
  b: readonly number[],
): { test: string; size: number; p: number } {
  const values = [...new Set([...a, ...b])]
  if (values.length === 1) return { test: 'always the same', size: 0, p: 1 }
  if (values.length > categories) {
    const { statistic, p } = kolmogorovSmirnov(a, b)
    return { test: 'Kolmogorov–Smirnov', size: statistic, p }
  }
  const table = [a, b].map((own) =>
    values.map((value) => own.filter((one) => one === value).length),
  )
  const { cramersVCorrected, p } = chiSquaredTest(table)
  return { test: "Cramér's V", size: cramersVCorrected, p }
}

const figureOf = (drifts: readonly Drift[], { value, low, high }: Apartness): IntervalsFigure => ({
  kind: 'intervals',
  title: 'How far features are apart in training and test',
  see: `Features right of the line, with a small p, differ. 0 is alike, 1 wholly apart. Together they are told apart with an area of ${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}).`,
  axis: { label: "distance of distributions, or Cramér's V", domain: [0, 1] },
  divide: effect,
  rows: drifts.slice(0, mostShown).map(({ name, size, p, stability }) => ({
    label: name,
    value: size,
    text: `p ${p < 0.001 ? '< 0.001' : p.toFixed(3)}${stability === undefined ? '' : `, PSI ${stability.toFixed(2)}`}`,
    role: p < significance && size > effect ? 'bad' : 'neutral',
  })),
})
