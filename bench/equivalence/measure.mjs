// The program of a child process: cross-validates tasks on one backend, a line of JSON for each seed.
import { tasks } from '@parallax-ml/cli/measuring'
import { contestants } from '../cross-validation/contestants.mjs'
import { crossValidate } from '../cross-validation/cross-validate.mjs'
import { loadBackend, seedsOf } from './backends.mjs'

const { backend: name, tasks: chosen, seeds, folds } = JSON.parse(process.argv[2])
const backend = await loadBackend(name)
for (const taskName of chosen) {
  const task = tasks.find((other) => other.name === taskName)
  const rows = contestants.find((other) => other.name === taskName).rows()
  for (const seed of seedsOf(name, seeds)) {
    const { network } = await crossValidate(task, rows, { backend, folds, seed })
    console.log(JSON.stringify({ task: taskName, seed, accuracy: network }))
  }
}
