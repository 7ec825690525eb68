import { type BackendV1, isParallaxError, type Progress } from '@parallax-ml/core'
import { agreementsOn } from '../agreement/matrix.js'
import { baselinesOf } from '../baselines/index.js'
import type { Task } from '../tasks/task.js'
import type { Failure, Job, JobResult, OpenWorker, WorkerMessage } from './job.js'
import { measure } from './measure.js'

/** The tasks and backends that jobs name. */
export interface Registry {
  readonly tasks: readonly Task[]
  readonly backends: readonly BackendV1[]
}

/** Does a job in this process. */
export async function execute(
  job: Job,
  { tasks, backends }: Registry,
  onProgress: (progress: Progress) => void,
): Promise<Exclude<WorkerMessage, { type: 'progress' }>> {
  try {
    const task = named(tasks, job.task)
    if (job.type === 'baselines') {
      return { type: 'done', result: baselinesOf(task.data(job.seed), task) }
    }
    if (job.type === 'agreement') {
      const held = job.backends.map((name) => named(backends, name))
      return { type: 'done', result: await agreementsOn(task, held, job.seed) }
    }
    const { seed, epochs, inDetail } = job
    const plan = { task, backend: named(backends, job.backend), seed, epochs, inDetail }
    return { type: 'done', result: await measure(plan, onProgress) }
  } catch (error) {
    return { type: 'failed', failure: describe(error) }
  }
}

/** Does jobs in this process, where a crash would end all: for tests, and tasks of one's own. */
export const inThisProcess =
  (registry: Registry): OpenWorker =>
  () => ({
    async run<Kind extends Job>(job: Kind, onProgress: (progress: Progress) => void = () => {}) {
      const message = await execute(job, registry, onProgress)
      return message.type === 'failed'
        ? { failure: message.failure }
        : { result: message.result as JobResult<Kind> }
    },
    end() {},
  })

function named<Named extends { readonly name: string }>(
  all: readonly Named[],
  name: string,
): Named {
  const found = all.find((other) => other.name === name)
  if (found === undefined) throw new Error(`there is no '${name}'`)
  return found
}

/** Engines throw errors of their own, whose code is not ours to know. */
function describe(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  if (isParallaxError(error)) return { code: error.code, message }
  const { code } = Object(error) as { code?: unknown }
  return { code: typeof code === 'string' ? code : 'UNEXPECTED', message }
}
