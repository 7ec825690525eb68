import { join } from 'node:path'
import { reportHtml } from '@parallax-ml/report'
import { type Agreement, agreementsOn, isAgreed } from '../agreement/matrix.js'
import { measures } from '../agreement/measures.js'
import { overSeeds } from '../agreement/over-seeds.js'
import { agreementMarkdown, agreementText } from '../agreement/page.js'
import type { UsualBackends } from '../backends.js'
import { readEnvironment } from '../environment.js'
import { agreementReport } from '../figures/agreement-report.js'
import type { Task } from '../tasks/task.js'
import { prepareFolder, writeWhole } from '../write-whole.js'
import { exitCodes } from './command.js'
import type { CompareOptions, CompareTools } from './compare.js'

/** What is checked, and where the findings go. */
export interface CheckOptions
  extends UsualBackends,
    Pick<CompareOptions, 'out' | 'json' | 'quiet'> {
  readonly tasks: readonly Task[]
  /** Tables and pages show the worst of them. */
  readonly seeds: readonly number[]
  /** A page in Markdown besides. */
  readonly write?: string | undefined
}

/**
 * Holds every pair of backends against each other on every task, prints a table or JSON and writes
 * `agreement.json` and `agreement.html`.
 *
 * @returns the exit code: 0, 1 if a figure is beyond its bound, 130 if it was interrupted.
 * @throws {OptionError} if the folder cannot be made.
 */
export async function checkAgreement(
  { tasks, backends, note, seeds, out, json, quiet, write }: CheckOptions,
  { streams: { stdout, stderr }, signal }: Omit<CompareTools, 'open'>,
): Promise<number> {
  await prepareFolder(out)
  const environment = readEnvironment()
  const agreements: Agreement[] = []
  for (const [i, task] of tasks.entries()) {
    if (signal?.aborted) {
      stderr.write(`Interrupted after ${i} of ${tasks.length} tasks; nothing was written.\n`)
      return exitCodes.interrupted
    }
    if (!quiet) stderr.write(`task ${i + 1} of ${tasks.length}: ${task.name}\n`)
    for (const seed of seeds) agreements.push(...(await agreementsOn(task, backends, seed)))
  }
  const agreed = isAgreed(agreements)
  const found = { schemaVersion: 2, environment, seeds, measures, note, agreed, agreements }
  const text = `${JSON.stringify(found, null, 2)}\n`
  const pairs = overSeeds(agreements)
  const files = {
    [join(out, 'agreement.json')]: text,
    [join(out, 'agreement.html')]: reportHtml(agreementReport(pairs, seeds, environment)),
    ...(write === undefined ? {} : { [write]: agreementMarkdown(pairs, seeds, environment) }),
  }
  for (const [path, content] of Object.entries(files)) await writeWhole(path, content)
  stdout.write(json ? text : `${agreementText(pairs)}\n${note === undefined ? '' : `${note}\n`}`)
  if (!quiet) stderr.write(`Wrote ${Object.keys(files).join(' and ')}\n`)
  return agreed ? exitCodes.done : exitCodes.failed
}
