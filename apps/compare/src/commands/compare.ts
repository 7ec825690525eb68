import { join } from 'node:path'
import { type ComparisonPlan, runComparison } from '../comparison.js'
import { readEnvironment } from '../environment.js'
import { progressReporter } from '../progress.js'
import { protocolOf } from '../protocol.js'
import { type ReportContents, reportHtml } from '../report/report-html.js'
import { prepareFolder, writeWhole } from '../results-file.js'
import type { Streams } from '../streams.js'
import { summarise } from '../summary.js'
import { costColumns, qualityColumns, renderTable } from '../table.js'
import { verdictOf } from '../verdicts.js'

/** A comparison, where its results go, and what is said on the way. */
export interface CompareOptions extends ComparisonPlan {
  /** Folder for `results.json` and `report.html`. */
  readonly out: string
  /** Whether the results go to stdout as JSON instead of as tables. */
  readonly json: boolean
  /** Whether stderr is spared everything but errors. */
  readonly quiet: boolean
}

/**
 * Makes the runs, prints tables or JSON and writes both files.
 *
 * @returns the exit code: 0, or 1 if a run failed.
 * @throws {OptionError} if the folder cannot be made.
 */
export async function compare(options: CompareOptions, streams: Streams): Promise<number> {
  await prepareFolder(options.out)
  const contents = await collect(options, streams)
  const json = `${JSON.stringify(contents.results, null, 2)}\n`
  const files = {
    [join(options.out, 'results.json')]: json,
    [join(options.out, 'report.html')]: reportHtml(contents),
  }
  for (const [path, text] of Object.entries(files)) await writeWhole(path, text)
  streams.stdout.write(options.json ? json : textOf(contents))
  if (!options.quiet) streams.stderr.write(`Wrote ${Object.keys(files).join(' and ')}\n`)
  const { errors } = contents.results
  for (const { task, backend, seed, message } of errors) {
    streams.stderr.write(`failed: ${task} on ${backend}, seed ${seed}: ${message}\n`)
  }
  return errors.length === 0 ? 0 : 1
}

async function collect(options: CompareOptions, { stderr }: Streams): Promise<ReportContents> {
  const environment = readEnvironment()
  const progress = progressReporter(stderr, options.quiet)
  const cells = await runComparison(options, progress.report)
  progress.clear()
  const lines = cells.flatMap((cell) => {
    const summary = summarise(cell)
    return summary === undefined ? [] : [{ summary, verdict: verdictOf(cell, summary) }]
  })
  return {
    cells,
    summaries: lines.map(({ summary }) => summary),
    verdicts: lines.map(({ verdict }) => verdict),
    results: {
      schemaVersion: 1,
      environment,
      protocol: protocolOf(options),
      runs: cells.flatMap(({ measured }) => measured.map(({ run }) => run)),
      errors: cells.flatMap(({ errors }) => errors),
    },
  }
}

function textOf({ summaries, verdicts, results }: ReportContents): string {
  const { cpu, node } = results.environment
  if (summaries.length === 0) return 'Every run failed.\n'
  return `
${renderTable(qualityColumns, summaries)}

${verdicts.join('\n')}

${renderTable(costColumns, summaries)}

Accuracy and loss: mean over seeds ± 95 % interval (Student's t). Solved: 95 % interval (Wilson).
Times and speeds: medians over seeds, on ${cpu}, Node ${node}. The report has the whole protocol.
`
}
