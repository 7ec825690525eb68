import type { LinesFigure, Series } from '@parallax-ml/report'
import { showShare } from '../../format.js'
import { listOf } from '../../words.js'
import { methodName } from './words.js'

/** How the answer goes as features are taken away or put in, in the order of an attribution. */
export interface DrawnCurves {
  /** Shares of the features, from 0 to 1. */
  readonly fractions: readonly number[]
  readonly deletion: DrawnCurve
  readonly insertion: DrawnCurve
  readonly random: { readonly values: readonly number[]; readonly areas: readonly number[] }
}

/** One of the two, and whether it beats random orders. */
export interface DrawnCurve {
  readonly values: readonly number[]
  readonly area: number
  readonly verdict: string
}

const better = 'better than random'

/**
 * Deletion and insertion by method, against random order: the answer should fall fast as the
 * features that support it most are taken away, and rise fast as they come back.
 */
export function faithfulnessFigures(
  curves: Readonly<Record<string, DrawnCurves>>,
  answer: string,
): LinesFigure[] {
  const entries = Object.entries(curves)
  if (entries.length === 0) return []
  return (['deletion', 'insertion'] as const).map((way): LinesFigure => {
    const isDeletion = way === 'deletion'
    const methods = entries.map(
      ([name, { fractions, [way]: curve }]): Series => ({
        name: `${methodName(name)}, area ${showShare(curve.area)}`,
        group: `${methodName(name)}, area ${showShare(curve.area)}`,
        strong: true,
        points: fractions.map((share, i) => [share, curve.values[i]!]),
      }),
    )
    const [, { fractions, random }] = entries[0]!
    const backwards = isDeletion ? random.values : random.values.toReversed()
    const area = random.areas.reduce((a, b) => a + b, 0) / random.areas.length
    const good = entries
      .filter(([, each]) => each[way].verdict === better)
      .map(([name]) => methodName(name))
    const bad = entries
      .filter(([, each]) => each[way].verdict !== better)
      .map(([name]) => methodName(name))
    const verdicts = [
      good.length > 0
        ? `Better than random order: ${listOf(good)}.`
        : 'None is shown to be better than random order.',
      bad.length > 0 && good.length > 0 ? `Not shown to be: ${listOf(bad)}.` : '',
    ]
    const goal = isDeletion
      ? 'The sooner the answer falls, the better the order.'
      : 'The sooner the answer rises, the better the order.'
    return {
      kind: 'lines',
      title: isDeletion
        ? 'Taking the most supporting features away'
        : 'Putting the most supporting features in',
      see: [goal, ...verdicts].filter(Boolean).join(' '),
      x: { label: `share of the features ${isDeletion ? 'taken away' : 'put in'}` },
      y: { label: answer },
      series: [
        ...methods,
        {
          name: 'random order',
          group: `random order, area ${showShare(area)}`,
          points: fractions.map((share, i) => [share, backwards[i]!]),
        },
      ],
    }
  })
}
