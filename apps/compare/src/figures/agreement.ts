import type { HeatMapFigure, Section } from '@parallax-ml/report'
import type { Figure } from '../agreement/figure.js'
import { measureNames, measures } from '../agreement/measures.js'
import type { PairOfTask } from '../agreement/over-seeds.js'
import { notesOf, worstOf } from '../agreement/words.js'
import { listOf } from '../words.js'

/** How far backends differ, as a part of a page: a heat map for every pair of them. */
export const agreementSection = (pairs: readonly PairOfTask[]): Section => ({
  title: 'Agreement of backends',
  text: [
    `The worst: ${worstOf(pairs)}. Backends compute in float32; float64 is core's interpreter, in which no engine has a part.`,
    'The stronger the colour of a cell, the nearer it is to the bound, which stands below its task; cells without colour are a thousandth of it or less.',
    ...notesOf(pairs),
  ],
  figures: groupsOf(pairs, ({ pair }) => pair.join(' − ')).map(pairFigure),
  facts: Object.fromEntries(
    measureNames.map((name) => {
      const { meaning, source } = measures[name]
      return [name, `${meaning} Bound: ${source}`.replaceAll('`', '')]
    }),
  ),
})

function pairFigure([title, pairs]: readonly [string, readonly PairOfTask[]]): HeatMapFigure {
  const lines = groupsOf(pairs, boundsOf).flatMap(([, group]) => {
    const { figures } = group[0]!
    const limit = { name: '↑ bound', cells: measureNames.map((name) => boundCell(figures?.[name])) }
    const own = group.map(({ task, figures }) => ({
      name: task,
      cells: measureNames.map((name) => cellOf(figures?.[name])),
    }))
    return figures === undefined ? own : [...own, limit]
  })
  return {
    kind: 'heatMap',
    title,
    see: seeOf(pairs),
    rows: 'task',
    columns: 'worst difference',
    rowNames: lines.map(({ name }) => name),
    columnNames: measureNames,
    values: lines.map(({ cells }) => cells.map(({ share }) => share)),
    texts: lines.map(({ cells }) => cells.map(({ text }) => text)),
    scale: 'log',
    domain: [0.001, 1],
  }
}

/** Signs beside the shades, which would otherwise be alone in saying that a bound is passed. */
const signs = { beyond: '▼', kink: '◆' }

interface Cell {
  /** Of the bound. */
  readonly share: number
  readonly text: string
}

function cellOf(figure: Figure | undefined): Cell {
  if (figure === undefined) return { share: 0, text: '–' }
  const { worst, bound, holds, kinks } = figure
  const sign = holds ? (kinks === undefined ? '' : signs.kink) : signs.beyond
  const share = Number.isFinite(worst) ? worst / bound : 1
  return { share, text: `${sign}${worst.toExponential(1)}` }
}

const boundCell = (figure: Figure | undefined): Cell => ({
  share: 1,
  text: figure === undefined ? '–' : figure.bound.toExponential(0),
})

function seeOf(pairs: readonly PairOfTask[]): string {
  const all = pairs.flatMap(({ task, figures }) =>
    figures === undefined ? [] : measureNames.map((name) => ({ task, name, ...figures[name] })),
  )
  const beyond = all.filter(({ holds }) => !holds)
  if (all.length === 0) return 'Refused.'
  if (beyond.length > 0) {
    const names = beyond.map(({ task, name }) => `${name} of ${task}`)
    return `Beyond the bound (${signs.beyond}): ${listOf(names)}.`
  }
  const kinks = all.filter(({ kinks }) => kinks !== undefined)
  const [nearest] = all.toSorted((a, b) => b.worst / b.bound - a.worst / a.bound)
  const { task, name, worst, bound } = nearest!
  return kinks.length > 0
    ? `Within all bounds, but on a kink (${signs.kink}): ${listOf(kinks.map((kink) => `${kink.name} of ${kink.task}`))}.`
    : `Within all bounds; the nearest to its own are ${name} of ${task}, ${Math.round((100 * worst) / bound)} % of it.`
}

/** Tasks whose figures have the same bounds, and those that were refused. */
const boundsOf = ({ figures }: PairOfTask): string =>
  figures === undefined ? '' : measureNames.map((name) => figures[name].bound).join(' ')

function groupsOf<Thing>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string,
): [string, Thing[]][] {
  const groups = new Map<string, Thing[]>()
  for (const thing of things) {
    groups.set(keyOf(thing), [...(groups.get(keyOf(thing)) ?? []), thing])
  }
  return [...groups]
}
