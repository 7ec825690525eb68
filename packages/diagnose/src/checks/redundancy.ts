import type { HeatMapFigure } from '@parallax-ml/report'
import { rank } from '../statistics/ranks.js'
import type { Subject } from '../subject.js'
import type { Check } from './check.js'
import { spreadRows } from './folds-of.js'

const threshold = 0.9
const fewestRows = 20
const mostRows = 2000
const mostShown = 10

interface Pair {
  readonly a: number
  readonly b: number
  readonly rho: number
}

/** Whether features tell the same, so that importances are divided among them by chance. */
export const redundancy: Check = {
  id: 'redundancy',
  question: 'Do features tell the same?',
  thresholdSource: `|Spearman's rank correlation| above ${threshold}, as in deepchecks`,
  notFor({ featureNames, train }) {
    if (featureNames.length < 2) return 'There is one feature only.'
    return train.y.length < fewestRows
      ? `Correlations need ${fewestRows} rows or more; there are ${train.y.length}.`
      : undefined
  },
  async assess({ subject }) {
    const { featureNames } = subject
    const rows = spreadRows(subject.train.y.length, mostRows)
    const columns = featureNames.map((_, c) =>
      unitRanks(rows.map((row) => subject.train.x[row]![c]!)),
    )
    const constant = columns.filter((column) => column === undefined).length
    const pairs = pairsOf(columns)
    const strongest = pairs.reduce<Pair | undefined>(
      (a, b) => (a === undefined || Math.abs(b.rho) > Math.abs(a.rho) ? b : a),
      undefined,
    )
    const groups = clusters(
      featureNames.length,
      pairs.filter(({ rho }) => Math.abs(rho) > threshold),
    )
    const named = groups.map((group) => group.map((c) => featureNames[c]!))
    const isFound = groups.length > 0
    return {
      title: isFound ? 'Some features tell the same' : 'No two features tell the same',
      severity: isFound ? 'info' : 'ok',
      text: `${strongest ? `The strongest rank correlation is ${strongest.rho.toFixed(3)}, of ${featureNames[strongest.a]} and ${featureNames[strongest.b]}.` : 'No two features vary.'}${
        isFound
          ? ` These go together: ${named
              .slice(0, 6)
              .map((names) => names.slice(0, 8).join(', '))
              .join(
                '; ',
              )}${groups.length > 6 ? ` and ${groups.length - 6} more groups` : ''}. Each hides the importance of the others: explain them as one group.`
          : ''
      }${constant > 0 ? ` ${constant} features are the same in all rows.` : ''}`,
      statistic: "largest |Spearman's rank correlation| of two features",
      ...(strongest && {
        value: Math.abs(strongest.rho),
        interval: fisher(Math.abs(strongest.rho), rows.length),
      }),
      threshold,
      n: rows.length,
      evidence: isFound ? [figureOf(subject, groups.flat().slice(0, mostShown), columns)] : [],
      remedies: [],
      caveat:
        'It sees features that rise and fall with one another, not one that several others make up.',
    }
  },
}

/** Ranks with mean 0 and length 1, whose products are rank correlations; none of a constant. */
function unitRanks(values: readonly number[]): Float64Array | undefined {
  const middle = (values.length + 1) / 2
  const ranks = Float64Array.from(rank(values).ranks, (each) => each - middle)
  const length = Math.hypot(...ranks)
  return length === 0 ? undefined : ranks.map((each) => each / length)
}

function rhoOf(a: Float64Array | undefined, b: Float64Array | undefined): number {
  let sum = 0
  for (let i = 0; i < (a && b ? a.length : 0); i++) sum += a![i]! * b![i]!
  return Math.max(-1, Math.min(1, sum))
}

const pairsOf = (columns: readonly (Float64Array | undefined)[]): Pair[] =>
  columns.flatMap((own, b) =>
    own === undefined
      ? []
      : columns
          .slice(0, b)
          .flatMap((other, a) => (other ? [{ a, b, rho: rhoOf(other, own) }] : [])),
  )

/** Features that are joined by pairs, in groups of two or more. */
function clusters(count: number, pairs: readonly Pair[]): number[][] {
  const groupOf = Array.from({ length: count }, (_, i) => i)
  for (const { a, b } of pairs) {
    const [from, to] = [groupOf[b]!, groupOf[a]!]
    for (const [i, group] of groupOf.entries()) if (group === from) groupOf[i] = to
  }
  const groups = new Map<number, number[]>()
  for (const [i, group] of groupOf.entries()) groups.set(group, [...(groups.get(group) ?? []), i])
  return [...groups.values()].filter((group) => group.length > 1)
}

/** Interval of a rank correlation by Fisher's transformation, with the variance of Bonett and Wright (2000). */
function fisher(rho: number, n: number) {
  const z = Math.atanh(Math.min(rho, 1 - 1e-12))
  const margin = 1.959964 * Math.sqrt((1 + rho ** 2 / 2) / Math.max(1, n - 3))
  return { low: Math.min(rho, Math.tanh(z - margin)), high: Math.max(rho, Math.tanh(z + margin)) }
}

const figureOf = (
  { featureNames }: Subject,
  shown: readonly number[],
  columns: readonly (Float64Array | undefined)[],
): HeatMapFigure => {
  const names = shown.map((c) => featureNames[c]!)
  const values = shown.map((a) => shown.map((b) => rhoOf(columns[a], columns[b])))
  return {
    kind: 'heatMap',
    title: 'Features that tell the same',
    see: 'Rank correlations: the stronger the colour, the more two features tell the same.',
    rows: 'feature',
    columns: 'feature',
    rowNames: names,
    columnNames: names,
    values,
    texts: values.map((row) => row.map((value) => value.toFixed(2))),
    colors: 'diverging',
    domain: [-1, 1],
  }
}
