// One measurement in a process of its own: measure.mjs CONTENDER WORKLOAD WHAT MS → a line of JSON.
import { contenders } from '../contenders/index.mjs'
import { workloads } from './workloads.mjs'

const [contender, workload, what, ms] = process.argv.slice(2)
// A reason that can be shown in a table is one line: the message, not the trace around it.
process.on('uncaughtException', (error) => {
  console.log(JSON.stringify({ reason: String(error?.message ?? error).split('\n')[0] }))
  process.exit(1)
})
const { unavailable = () => undefined, open } = contenders[contender]
const reason = unavailable(workloads[workload])
if (reason !== undefined) console.log(JSON.stringify({ reason }))
else {
  const able = await open(workloads[workload])
  const value = able[what] === undefined ? undefined : await able[what](Number(ms))
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20)
  console.log(JSON.stringify(value === undefined ? { reason: 'not measured' } : { value, memory }))
}
// TensorFlow.js keeps handles open.
process.exit(0)
