// Steps per second of the native backend by the number of threads: interleaved rounds, the best and
// the median of each, for networks whose kernels are large enough to share.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { createNativeBackend } from '@parallax-ml/backend-native'
import { capture, opened } from './suite/captured.mjs'
import { rate } from './suite/rate.mjs'
import { workloads } from './suite/workloads.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    ms: { type: 'string', default: '1000' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(
    'usage: node bench/threads.mjs [--rounds 7] [--ms 1000]\n\nRun `npm run build` first.',
  )
  process.exit(0)
}

const counts = Array.from({ length: availableParallelism() }, (_, i) => i + 1)
const rows = []
for (const name of ['784-1024-1024-10', '784-256-10', 'cnn', '64-128-64-10']) {
  const found = await capture(workloads[name])
  const rates = new Map(counts.map((threads) => [threads, []]))
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const threads of round % 2 === 0 ? counts : counts.toReversed()) {
      const { session, steps, chunk } = await opened(createNativeBackend({ threads }), found)
      rates.get(threads).push(await rate(Number(values.ms), steps, chunk))
      await session.dispose()
    }
  }
  const best = (threads) => Math.max(...rates.get(threads))
  const median = (threads) => rates.get(threads).toSorted((a, b) => a - b)[values.rounds >> 1]
  for (const threads of counts) {
    rows.push({
      workload: name,
      threads,
      'best, steps/s': best(threads).toPrecision(4),
      'median, steps/s': median(threads).toPrecision(4),
      'best ÷ one thread': (best(threads) / best(1)).toFixed(2),
      'median ÷ one thread': (median(threads) / median(1)).toFixed(2),
    })
  }
}
console.table(rows)
