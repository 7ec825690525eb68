import type { Agreement } from '../agreement/matrix.js'
import type { RunError } from '../results.js'
import type { Task } from '../tasks/task.js'
import type { AgreementProgress, ComparisonCell } from './comparison.js'
import { doJob, type SavingTools } from './do-job.js'
import type { AgreementJob, Worker } from './job.js'

/** How backends agree, for the protocol. */
export const agreementProtocol =
  'How far backends differ is worked out once for each task, from its first seed and with all of its epochs, on the backends of which a run succeeded; each figure has a bound, and the command ends with 1 beyond one.'

/** What came of holding backends against each other. */
export interface FoundAgreements {
  readonly agreements: readonly Agreement[]
  /** Tasks on which it came to nothing. */
  readonly errors: readonly RunError[]
}

/**
 * Holds the backends that ran a task against each other on it, task after task; what is done is
 * returned once the signal aborts.
 */
export async function agree(
  cells: readonly ComparisonCell[],
  worker: Worker,
  tools: SavingTools & { onProgress(progress: AgreementProgress): void },
): Promise<FoundAgreements> {
  const agreements: Agreement[] = []
  const errors: RunError[] = []
  const jobs = jobsOf(cells)
  for (const [done, [task, job]] of jobs.entries()) {
    tools.onProgress({ agreeing: task, done, tasks: jobs.length })
    const outcome = await doJob(job, task, worker, tools)
    if (outcome === undefined) break
    if ('result' in outcome) agreements.push(...outcome.result)
    else {
      const { code, message } = outcome.failure
      const backend = job.backends.join(', ')
      const words = `while backends were held against each other: ${message}`
      errors.push({ task: task.name, backend, seed: job.seed, code, message: words })
    }
  }
  return { agreements, errors }
}

function jobsOf(cells: readonly ComparisonCell[]): [Task, AgreementJob][] {
  const ran = cells.filter(({ measured }) => measured.length > 0)
  return [...new Set(ran.map(({ task }) => task))].map((task) => {
    const own = ran.filter((cell) => cell.task === task)
    const backends = own.map(({ backend }) => backend)
    const { seed } = own[0]!.measured[0]!.run
    return [task, { type: 'agreement', task: task.name, backends, seed }]
  })
}
