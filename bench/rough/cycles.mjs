// Sessions opened, compiled for, trained in and disposed of: on graphs that differ, so that no cache hides what
// is left behind, and on one graph.
import { counterOf, makeBackend } from './backends.mjs'
import { watchLeft } from './left.mjs'
import { memoryLog, memoryRows } from './memory.mjs'
import { train, xor } from './networks.mjs'

/**
 * Networks no two of which are equal. Their sizes come in no order: were they to grow, so would memory. 211 has no
 * divisor in common with 1,000, so that no place comes twice before all have come.
 */
function different(cycle) {
  const place = (211 * cycle) % 1000
  return xor({ units: 30 + (place % 25), second: 10 + Math.floor(place / 25) })
}
const same = () => xor({ units: 30, second: 10 })

async function cycle(network, backend) {
  const { model } = await train(network, { backend, epochs: 2 })
  await model.predict(network.data.x)
  await model.dispose()
}

export async function cycles(name, { cycles: count, quick }) {
  const backend = makeBackend(name)
  const counts = await counterOf(name)
  const rows = []
  const warm = Math.ceil(count / 10)
  for (const [what, network] of Object.entries({ different, same })) {
    for (let i = 0; i < warm; i++) await cycle(network(count + i), backend)
    const left = watchLeft(counts)
    const log = memoryLog(counts)
    const every = Math.max(1, Math.floor(count / 100))
    for (let i = 0; i < count; i++) {
      await cycle(network(i), backend)
      if (i % every === 0) await log.take(i)
    }
    const title = `${count} sessions, ${what} graph${what === 'same' ? '' : 's'}`
    rows.push(...memoryRows(title, log.samples, { quick }), await left(title))
  }
  return rows
}
