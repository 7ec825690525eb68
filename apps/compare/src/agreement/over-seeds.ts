import { type Figure, isWorse, type Kinks } from './figure.js'
import type { Agreement } from './matrix.js'
import { type Measure, measureNames } from './measures.js'

/** A task and two backends, with the worst of all seeds. */
export type PairOfTask = Omit<Agreement, 'seed'>

/** The worst figures of each pair on each task over all seeds; refused if any seed was. */
export function overSeeds(agreements: readonly Agreement[]): PairOfTask[] {
  const nameOf = ({ task, pair }: Agreement): string => `${task} ${pair.join(' ')}`
  const names = [...new Set(agreements.map(nameOf))]
  return names.map((name): PairOfTask => {
    const group = agreements.filter((agreement) => nameOf(agreement) === name)
    const { seed: _, ...first } = group.find(({ refused }) => refused !== undefined) ?? group[0]!
    if (first.figures === undefined) return first
    const all = group.map(({ figures }) => figures!)
    const worst = measureNames.map(
      (measure) => [measure, worstOf(all.map((figures) => figures[measure]))] as const,
    )
    return { ...first, figures: Object.fromEntries(worst) as Record<Measure, Figure> }
  })
}

function worstOf(figures: readonly Figure[]): Figure {
  const worst = figures.reduce((a, b) => (isWorse(b.worst, a.worst) ? b : a))
  const kinks = figures.flatMap((figure) => figure.kinks ?? [])
  const { kinks: _, ...figure } = worst
  return {
    ...figure,
    holds: figures.every(({ holds }) => holds),
    ...(kinks.length > 0 && { kinks: sumOf(figures, kinks) }),
  }
}

/** Rows of seeds without kinks are among all others. */
function sumOf(figures: readonly Figure[], kinks: readonly Kinks[]): Kinks {
  return {
    rows: kinks.reduce((sum, { rows }) => sum + rows, 0),
    of: kinks[0]!.of * figures.length,
    elsewhere: Math.max(...figures.map(({ worst, kinks }) => kinks?.elsewhere ?? worst)),
  }
}
