// The program of a child process: does the jobs that its parent sends. See child-process.ts.
import { backends } from '../backends.js'
import { tasks } from '../tasks/index.js'
import { execute } from './execute.js'
import type { Job, WorkerMessage } from './job.js'

const send = (message: WorkerMessage): void => {
  process.send?.(message)
}

process.on('message', async (job: Job) => {
  send(await execute(job, { tasks, backends }, (progress) => send({ type: 'progress', progress })))
})
// Ctrl-C reaches the whole group of processes; the parent decides what ends.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))
