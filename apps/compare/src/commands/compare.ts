import { join } from 'node:path'
import { reportHtml } from '@parallax-ml/report'
import { isAgreed } from '../agreement/matrix.js'
import { agreementLine } from '../agreement/words.js'
import { readEnvironment } from '../environment.js'
import { reportOf } from '../figures/report.js'
import { type Outcome, outcomeOf } from '../outcome.js'
import { progressReporter } from '../progress.js'
import { runComparison } from '../runs/comparison.js'
import type { OpenWorker } from '../runs/job.js'
import { type ComparisonPlan, countRuns } from '../runs/plan.js'
import { openSavedRuns } from '../runs/saved-runs.js'
import { timeLeft } from '../runs/time-left.js'
import type { Streams } from '../streams.js'
import { certaintyColumns, costColumns, qualityColumns, renderTable } from '../table.js'
import { prepareFolder, writeWhole } from '../write-whole.js'

/** A comparison, where its results go, and what is said on the way. */
export interface CompareOptions extends ComparisonPlan {
  /** Folder for `results.json`, `report.html` and `runs.jsonl`. */
  readonly out: string
  /** Whether the results go to stdout as JSON instead of as tables. */
  readonly json: boolean
  /** Whether stderr is spared everything but errors. */
  readonly quiet: boolean
  /** Whether what an interrupted comparison has left is thrown away. */
  readonly fresh: boolean
}

/** What a comparison needs besides its options. */
export interface CompareTools {
  readonly streams: Streams
  /** Makes the runs; see `inChildProcesses`. */
  readonly open: OpenWorker
  /** Ends the comparison early; what is done is kept. */
  readonly signal?: AbortSignal | undefined
}

const interrupted = 130

/**
 * Makes the runs, prints tables or JSON and writes the files.
 *
 * @returns the exit code: 0, 1 if a run failed or backends differ by more than a bound, 130 if it was
 *   interrupted.
 * @throws {OptionError} if the folder cannot be made, or what it holds is damaged.
 */
export async function compare(options: CompareOptions, tools: CompareTools): Promise<number> {
  const { stdout, stderr } = tools.streams
  await prepareFolder(options.out)
  const outcome = await makeRuns(options, tools)
  const json = `${JSON.stringify(outcome.results, null, 2)}\n`
  const files = {
    [join(options.out, 'results.json')]: json,
    [join(options.out, 'report.html')]: reportHtml(reportOf(outcome)),
  }
  for (const [path, text] of Object.entries(files)) await writeWhole(path, text)
  stdout.write(options.json ? json : textOf(outcome, options.note))
  if (!options.quiet) stderr.write(`Wrote ${Object.keys(files).join(' and ')}\n`)
  const { errors, complete } = outcome.results
  for (const { task, backend, seed, message } of errors) {
    stderr.write(`failed: ${task} on ${backend}, seed ${seed}: ${message}\n`)
  }
  if (complete) return errors.length === 0 && isAgreed(outcome.pairs) ? 0 : 1
  const done = `${outcome.done} of ${countRuns(options)} runs`
  stderr.write(`Interrupted after ${done}. The same command goes on from there.\n`)
  return interrupted
}

async function makeRuns(options: CompareOptions, tools: CompareTools): Promise<Outcome> {
  const { stderr } = tools.streams
  const environment = readEnvironment()
  const { date: _, ...circumstances } = environment
  const saved = await openSavedRuns(options.out, { fresh: options.fresh })
  if (saved.found > 0 && !options.quiet) {
    stderr.write(
      `Going on with an interrupted comparison, ${saved.found} results of which are kept as far as they still hold; --fresh begins anew.\n`,
    )
  }
  const progress = progressReporter(stderr, options.quiet)
  const left = timeLeft(options)
  const { open, signal } = tools
  const found = await runComparison(options, {
    open,
    saved,
    circumstances,
    signal,
    onProgress: (at) => progress.report(at, 'agreeing' in at ? undefined : left(at)),
  })
  progress.clear()
  return outcomeOf(options, environment, found)
}

function textOf({ lines, verdicts, pairs, results }: Outcome, note: string | undefined): string {
  const { cpu, node } = results.environment
  if (lines.length === 0) return 'Nothing was measured.\n'
  return `
${renderTable(qualityColumns, lines)}
${note === undefined ? '' : `\n${note}\n`}
${verdicts.map(({ subject, text }) => `${subject}: ${text}`).join('\n')}

${renderTable(certaintyColumns, lines)}

${renderTable(costColumns, lines)}

${agreementLine(pairs)}

Scores and losses: mean over seeds ± 95 % interval (Student's t). Solved: 95 % interval (Wilson).
Times and speeds: medians over seeds, on ${cpu}, Node ${node}; memory: the whole process at its largest.
The report has figures and the whole protocol.
`
}
