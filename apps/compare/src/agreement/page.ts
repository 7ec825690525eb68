import type { Environment } from '../results.js'
import { textTable } from '../text-table.js'
import type { Figure } from './figure.js'
import type { Agreement } from './matrix.js'
import { type Measure, measures } from './measures.js'

const names = Object.keys(measures) as Measure[]
const titles = ['task', 'backends', ...names.flatMap((name) => [name, 'bound'])]

/** The agreements as a table for a terminal, and what its columns are. */
export const agreementText = (agreements: readonly Agreement[]): string =>
  [
    textTable([titles, ...agreements.map(cellsOf)]),
    ...refusals(agreements),
    names
      .map((name) => `${name}: ${measures[name].meaning} Bound: ${measures[name].source}`)
      .join('\n'),
    `Worst: ${worstOf(agreements)}.`,
  ].join('\n\n')

/** The agreements as a page in Markdown. */
export function agreementMarkdown(
  agreements: readonly Agreement[],
  { cpu, cores, node, platform, date }: Environment,
): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return `# Do the backends agree?

Written by \`parallax compare --check --write docs/agreement.md\` on ${date.slice(0, 10)}: ${cpu} (${cores} cores, ${platform}),
Node ${node}, seed 0. Backends compute in float32; \`float64\` is core's interpreter, in which no engine has a part. Each figure has
its bound beside it, and the command ends with 1 beyond one.

${row(['figure', 'what it is', 'where its bound is from'])}
|---|---|---|
${names.map((name) => row([name, measures[name].meaning, measures[name].source])).join('\n')}

The worst: ${worstOf(agreements)}.

${row(titles)}
|---|---|${names.map(() => '---:|---:|').join('')}
${agreements.map((agreement) => row(cellsOf(agreement))).join('\n')}
${refusals(agreements)
  .map((text) => `\n${text}\n`)
  .join('')}`
}

function cellsOf({ task, pair, figures }: Agreement): string[] {
  const cells = names.flatMap((name) => {
    const figure = figures?.[name]
    return figure === undefined ? ['refused', '–'] : [showFigure(figure), showBound(figure.bound)]
  })
  return [task, pair.join(' − '), ...cells]
}

const showFigure = ({ worst, holds }: Figure): string =>
  `${worst.toExponential(1)}${holds ? '' : ' BEYOND'}`

const showBound = (bound: number): string => bound.toExponential(0)

const refusals = (agreements: readonly Agreement[]): string[] => [
  ...new Set(
    agreements.flatMap(({ task, refused }) =>
      refused === undefined ? [] : [`${task}, refused by ${refused}`],
    ),
  ),
]

/** The largest figure of each measure, and where it is. */
function worstOf(agreements: readonly Agreement[]): string {
  const worst = (name: Measure): string => {
    const found = agreements
      .flatMap(({ task, pair, figures }) =>
        figures === undefined ? [] : [{ task, pair, value: figures[name].worst }],
      )
      .toSorted((a, b) => b.value - a.value)[0]
    return found === undefined
      ? `${name} of nothing`
      : `${name} ${found.value.toExponential(1)} (${found.task}, ${found.pair.join(' − ')})`
  }
  return names.map(worst).join(', ')
}
