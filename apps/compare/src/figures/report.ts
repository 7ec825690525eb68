import type { Figure, Report, Section, TableFigure } from '@parallax-ml/report'
import { agreementLine } from '../agreement/words.js'
import type { Outcome } from '../outcome.js'
import type { Environment, RunError } from '../results.js'
import { count, listOf } from '../words.js'
import { agreementSection } from './agreement.js'
import { confusionFigures } from './confusions.js'
import { curveFigures } from './curves.js'
import { decisionFigures } from './decisions.js'
import { interpretabilityFigures } from './interpretability.js'
import { mistakeFigures } from './mistakes.js'
import { predictionFigures } from './predictions.js'
import { leadFigure, scoreFigures } from './scores.js'
import { speedFigures } from './speed.js'
import { certaintyTable, costTable, qualityTable } from './tables.js'

/** The comparison as a page. */
export function reportOf(outcome: Outcome): Report {
  const { cells, lines, verdicts, pairs, results } = outcome
  const { environment, protocol, errors } = results
  const sections: Section[] = [
    section('Scoreboard', [qualityTable(lines), ...leadFigure(lines), ...scoreFigures(lines)]),
    section('Failed runs', errors.length > 0 ? [failureTable(errors)] : []),
    section('Loss and calibration', [certaintyTable(lines)]),
    section('Speed and memory', [costTable(lines), ...speedFigures(cells)]),
    section('Learning curves', curveFigures(cells)),
    section('Decisions', [...decisionFigures(cells), ...predictionFigures(cells)]),
    section('Mistakes', [...confusionFigures(cells), ...mistakeFigures(cells)]),
    section('Explanations', interpretabilityFigures(cells)),
    ...(pairs.length > 0 ? [agreementSection(pairs)] : []),
    { title: 'How it was measured', text: protocol.general, facts: protocol.tasks },
    { title: 'Machine and versions', facts: { ...machine(environment), ...engines(outcome) } },
  ]
  return {
    title: 'Parallax comparison',
    subtitle: subtitleOf(environment),
    summary: summaryOf(outcome),
    verdicts,
    sections: sections.filter(({ figures }) => figures === undefined || figures.length > 0),
  }
}

const section = (title: string, figures: readonly Figure[]): Section => ({ title, figures })

function summaryOf({ verdicts, pairs, results }: Outcome): string {
  const subjects = (tone: string): string[] =>
    verdicts.filter((verdict) => verdict.tone === tone).map(({ subject }) => subject)
  const [good, neutral, bad, failed] = ['good', 'neutral', 'bad', 'failed'].map(subjects)
  const part = (found: string[], words: string): string[] =>
    found.length === 0 ? [] : [`${words} ${listOf(found)}`]
  const clauses = [
    ...part(good!, 'The network earns its training on'),
    ...part(neutral!, 'it buys nothing that is shown on'),
    ...part(bad!, 'it falls short on'),
    ...part(failed!, 'nothing came of'),
  ].join('; ')
  const begun =
    clauses === '' ? 'Nothing was measured' : clauses[0]!.toUpperCase() + clauses.slice(1)
  const rest = results.complete ? '' : ' The comparison was interrupted, so runs are missing.'
  return `${begun}. ${agreementLine(pairs)}${rest}`
}

const failureTable = (errors: readonly RunError[]): TableFigure => ({
  kind: 'table',
  title: 'Runs that came to nothing',
  see: 'They are left out of all means; the other runs are not touched by them.',
  wide: true,
  columns: ['task', 'backend', 'seed', 'code', 'message'].map((title) => ({
    title,
    isText: title !== 'seed',
  })),
  rows: errors.map(({ task, backend, seed, code, message }) => [
    task,
    backend,
    String(seed),
    code,
    message,
  ]),
})

/** When and where, in a line. */
export const subtitleOf = ({ date, cpu, cores, node }: Environment): string =>
  `${date.slice(0, 16).replace('T', ' ')} UTC, ${cpu}, ${count(cores, 'core')}, Node ${node}`

/** The machine, as names and values. */
export const machine = (environment: Environment): Record<string, string> => ({
  date: environment.date,
  processor: `${environment.cpu}, ${count(environment.cores, 'core')}`,
  memory: `${(environment.memoryBytes / 2 ** 30).toFixed(1)} GiB`,
  system: `${environment.platform}, ${environment.arch}`,
  Node: environment.node,
  Parallax: environment.parallax,
})

/** What really ran, by backend. */
function engines({ results }: Outcome): Record<string, string> {
  const byBackend = results.runs.map(({ backend, engine }) => {
    const { name, version, native, path, threads } = engine
    const kind = native ? 'native code' : 'no native code'
    return [
      `backend ${backend}`,
      `${name} ${version}, ${path}, ${kind}, ${count(threads, 'thread')}`,
    ]
  })
  return Object.fromEntries(byBackend)
}
