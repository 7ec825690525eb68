import type { Environment } from '../results.js'
import { textTable } from '../text-table.js'
import { count, listOf } from '../words.js'
import type { Figure } from './figure.js'
import { measureNames, measures } from './measures.js'
import type { PairOfTask } from './over-seeds.js'
import { notesOf, worstOf } from './words.js'

const titles = ['task', 'backends', ...measureNames.flatMap((name) => [name, 'bound'])]

/** The agreements as a table for a terminal, and what its columns are. */
export const agreementText = (pairs: readonly PairOfTask[]): string =>
  [
    textTable([titles, ...pairs.map(cellsOf)]),
    ...notesOf(pairs),
    measureNames
      .map((name) => `${name}: ${measures[name].meaning} Bound: ${measures[name].source}`)
      .join('\n'),
    `Worst: ${worstOf(pairs)}.`,
  ].join('\n\n')

/** The agreements as a page in Markdown. */
export function agreementMarkdown(
  pairs: readonly PairOfTask[],
  seeds: readonly number[],
  { cpu, cores, node, platform, date }: Environment,
): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const given = seeds.length === 1 && seeds[0] === 0 ? '' : `--seeds ${seedWords(seeds)} `
  return `# Do the backends agree?

Written by \`parallax compare --check ${given}--write docs/agreement.md\` on ${date.slice(0, 10)}: ${cpu} (${cores} cores, ${platform}),
Node ${node}, ${showSeeds(seeds)}. Backends compute in float32; \`float64\` is core's interpreter, in which no engine has a part. Each figure has
its bound beside it, and the command ends with 1 beyond one.

${row(['figure', 'what it is', 'where its bound is from'])}
|---|---|---|
${measureNames.map((name) => row([name, measures[name].meaning, measures[name].source])).join('\n')}

The worst: ${worstOf(pairs)}.

${row(titles)}
|---|---|${measureNames.map(() => '---:|---:|').join('')}
${pairs.map((pair) => row(cellsOf(pair))).join('\n')}
${notesOf(pairs)
  .map((text) => `\n${text}\n`)
  .join('')}`
}

/** `seed 0`, or `the worst of the 3 seeds 0, 1 and 2`. */
export const showSeeds = (seeds: readonly number[]): string =>
  seeds.length === 1
    ? `seed ${seeds[0]}`
    : `the worst of the ${count(seeds.length, 'seed')} ${listOf(seeds.map(String))}`

/** As `--seeds` takes them. */
const seedWords = (seeds: readonly number[]): string =>
  seeds.every((seed, i) => seed === i)
    ? String(seeds.length)
    : `${seeds.join(',')}${seeds.length === 1 ? ',' : ''}`

function cellsOf({ task, pair, figures }: PairOfTask): string[] {
  const cells = measureNames.flatMap((name) => {
    const figure = figures?.[name]
    return figure === undefined ? ['refused', '–'] : [showFigure(figure), showBound(figure.bound)]
  })
  return [task, pair.join(' − '), ...cells]
}

const showFigure = ({ worst, holds, kinks }: Figure): string => {
  const verdict = holds ? (kinks === undefined ? '' : ' on a kink') : ' BEYOND'
  return `${worst.toExponential(1)}${verdict}`
}

const showBound = (bound: number): string => bound.toExponential(0)
