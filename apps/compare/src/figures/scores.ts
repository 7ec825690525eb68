import { median } from '@parallax-ml/core'
import type { Figure, IntervalRow, IntervalsFigure } from '@parallax-ml/report'
import { showDifference, showEstimate } from '../format.js'
import { type Estimate, endsOf } from '../statistics.js'
import { type Summary, scoreOf } from '../summary.js'
import type { Line } from '../table.js'
import { listOf } from '../words.js'
import { nameOf } from './names.js'

/** Lines of which something is left, with their summaries. */
const measured = (lines: readonly Line[]): (Line & { readonly summary: Summary })[] =>
  lines.flatMap((line) => (line.summary ? [{ ...line, summary: line.summary }] : []))

/** By how much each network leads its strongest baseline: where training one was worth it. */
export function leadFigure(lines: readonly Line[]): Figure[] {
  const rows = measured(lines).map(({ task, backend, summary }): IntervalRow & { sure: string } => {
    const { low, high } = endsOf(summary.rival.lead)
    const role = summary.seeds === 1 ? 'neutral' : low > 0 ? 'good' : high < 0 ? 'bad' : 'neutral'
    return {
      label: nameOf(lines, task, backend),
      value: summary.rival.lead.mean,
      low,
      high,
      text: signed(summary.rival.lead),
      role,
      sure: role,
    }
  })
  if (rows.length === 0) return []
  const names = (role: string): string[] =>
    rows.filter(({ sure }) => sure === role).map(({ label }) => label)
  const [ahead, behind] = [names('good'), names('bad')]
  const sentence = [
    ahead.length === 0
      ? 'No network is shown to lead.'
      : `Ahead of every baseline: ${listOf(ahead)}.`,
    behind.length === 0 ? 'None is shown to be behind.' : `Behind: ${listOf(behind)}.`,
    'Where the interval crosses the line, the network buys nothing that is shown.',
  ]
  const figure: IntervalsFigure = {
    kind: 'intervals',
    title: 'Lead over the strongest baseline',
    see: sentence.join(' '),
    axis: { label: 'network − strongest baseline, accuracy or R²', domain: leadDomain(rows) },
    divide: 0,
    tall: true,
    rows: rows.map(({ sure: _, ...row }) => row),
  }
  return [figure]
}

/** For each task, the networks beside the baselines. */
export function scoreFigures(lines: readonly Line[]): Figure[] {
  const tasks = [...new Set(measured(lines).map(({ task }) => task))]
  return tasks.map((task): IntervalsFigure => {
    const own = measured(lines).filter((line) => line.task === task)
    const { kind, baselines, rival } = own[0]!.summary
    const networks = own.map(({ backend, summary }) =>
      row(`network, ${backend}`, summary.score, 'main'),
    )
    const others = Object.values(baselines).map(({ name, score }) => row(name, score, 'reference'))
    return {
      kind: 'intervals',
      title: `${task}: ${scoreOf[kind].name}`,
      see: `The network reaches ${showEstimate(own[0]!.summary.score)}; the strongest baseline, ${rival.name}, ${showEstimate(rival.score)}.`,
      axis: {
        label: `test ${scoreOf[kind].name}, mean and 95 % interval over seeds`,
        domain: closeUp(networks, others),
      },
      rows: [...networks, ...others],
    }
  })
}

const row = (label: string, score: Estimate, role: 'main' | 'reference'): IntervalRow => ({
  label,
  value: score.mean,
  ...(score.margin !== undefined && endsOf(score)),
  text: showEstimate(score),
  role,
})

const signed = ({ mean, margin }: Estimate): string =>
  `${showDifference(mean)}${margin === undefined ? '' : ` ± ${margin.toFixed(3)}`}`

/** Leads differ by orders of magnitude, and the small ones are those in doubt: arrows for the rest. */
function leadDomain(rows: readonly IntervalRow[]): readonly [number, number] {
  const reach = 4 * median(rows.map(({ value, low = value, high = value }) => Math.max(-low, high)))
  return [-reach || -0.01, reach || 0.01]
}

/** All but the weakest baseline, which would push the others together, and is an arrow then. */
function closeUp(
  networks: readonly IntervalRow[],
  others: readonly IntervalRow[],
): readonly [number, number] {
  const least = Math.min(...others.map(({ value }) => value))
  const shown = [...networks, ...others.filter(({ value }) => value > least)]
  const ends = shown.flatMap(({ value, low = value, high = value }) => [low, high])
  const [from, to] = [Math.min(...ends), Math.max(...ends)]
  const isFar = least < from - (to - from)
  const start = isFar && to > from ? from : Math.min(from, least)
  const room = (to - start) / 10 || 0.01
  return [start - room, to + room]
}
