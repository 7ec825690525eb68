import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const program = join(import.meta.dirname, 'measure.mjs')

/** Accuracies of one backend by task and seed, from a process of its own. */
export function accuraciesOf(job, onSeed) {
  return new Promise((resolve, reject) => {
    const found = Object.fromEntries(job.tasks.map((task) => [task, []]))
    const child = spawn(process.execPath, [program, JSON.stringify(job)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { task, accuracy } = JSON.parse(line)
      found[task].push(accuracy)
      onSeed(task)
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(found)
      else reject(new Error(`${job.backend} ended with ${signal ?? `exit code ${code}`}`))
    })
  })
}
