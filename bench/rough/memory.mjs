// Memory of this process over some work: after garbage is collected, at many points.

const kibi = 2 ** 10

/** What is left when nothing is garbage, in KiB. */
async function collected(counts) {
  // Memories of WebAssembly and finalizers need a turn of the event loop between two collections.
  for (let i = 0; i < 2; i++) {
    globalThis.gc()
    await new Promise(setImmediate)
  }
  return sample(counts)
}

function sample(counts) {
  globalThis.gc()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { resident: rss / kibi, heap: heapUsed / kibi, external: external / kibi, ...counts() }
}

/** Collects samples, each at a position in the work. */
export function memoryLog(counts) {
  const samples = []
  return {
    samples,
    /** For callbacks that cannot wait. */
    note: (at) => samples.push({ at, ...sample(counts) }),
    take: async (at) => samples.push({ at, ...(await collected(counts)) }),
  }
}

/** Growth per position: of the least-squares line through the second half of the samples. */
function slope(samples, key) {
  const half = samples.slice(samples.length >> 1)
  const mean = (of) => half.reduce((sum, each) => sum + of(each), 0) / half.length
  const [at, value] = [mean((each) => each.at), mean((each) => each[key])]
  const covariance = mean((each) => (each.at - at) * (each[key] - value))
  return covariance / mean((each) => (each.at - at) ** 2)
}

const mebi = (kibis) => (kibis / kibi).toFixed(1)

/**
 * MiB by which a kind of memory may grow over a whole run, as foretold by the second half of it. V8 itself keeps
 * code and strings of some 2,000 different graphs, 1.5 MiB for 500 of them, before its heap stands still; resident
 * memory holds the heap.
 */
const bounds = { resident: 4, heap: 2, external: 0.5 }

/** In a short run, what the engine takes to warm up counts many times over. */
const leniency = 6

/** A row for each kind of memory. What an engine counts must not have grown at all. */
export function memoryRows(what, samples, { quick, resident = bounds.resident }) {
  const most = { ...bounds, resident }
  const [start, middle, end] = [samples[0], samples[samples.length >> 1], samples.at(-1)]
  return Object.keys(start)
    .filter((key) => key !== 'at')
    .map((key) => {
      const show = key in most ? mebi : String
      const found = [start, middle, end].map((each) => show(each[key])).join(', ')
      if (!(key in most)) {
        return {
          what: `${what}: ${key} at start, middle, end`,
          found,
          bound: 'the same',
          ok: start[key] === end[key],
        }
      }
      const bound = most[key] * (quick ? leniency : 1)
      const growth = (slope(samples, key) * (end.at - start.at)) / kibi
      return {
        what: `${what}: ${key} memory at start, middle, end; growth, MiB`,
        found: `${found}; ${growth.toFixed(2)}`,
        bound: `growth ≤ ${bound}`,
        ok: growth <= bound,
        grown: (end[key] - start[key]) / kibi,
        kind: key,
      }
    })
}
