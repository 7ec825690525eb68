import { join } from 'node:path'
import { workloads } from '../suite/workloads.mjs'

const script = join(import.meta.dirname, 'python.py')

const library = (name) => async (run, workload, what, ms) => {
  if (what !== 'train') return { reason: 'not measured' }
  if (workloads[workload].kind !== 'dense') return { reason: 'not measured' }
  return run('python3', [script, name, JSON.stringify(workloads[workload]), String(ms)])
}

/** Libraries of Python, where it has them. */
export const pythonContenders = { 'PyTorch eager': library('torch'), Keras: library('keras') }
