// Figures of the native backend that have no counterpart elsewhere.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { native } from '@parallax-ml/backend-native'
import { createProgram, fit, GraphBuilder } from '@parallax-ml/core'
import { bundle } from './bundle.mjs'
import { capture, datasetOf, fitOptions, opened } from './captured.mjs'
import { peak } from './peak.mjs'
import { rate } from './rate.mjs'
import { specOf, workloads } from './workloads.mjs'

/**
 * The article's job, XOR for a thousand epochs: in a process of its own from start to printed answer,
 * `fit` alone in that process, and `fit` where it has run before.
 */
async function article(run, median, repeats) {
  const { xor } = workloads
  const once = () =>
    fit(specOf(xor), datasetOf(xor), { ...fitOptions(xor), backend: native, epochs: 1000 })
  const spent = ({ timing }) => timing.compileMs + timing.trainMs
  await once()
  const [warm, cold, whole] = [[], [], []]
  for (let i = 0; i < repeats; i++) {
    warm.push(spent(await once()))
    const started = performance.now()
    const answer = await run(process.execPath, [join(import.meta.dirname, 'article.mjs')])
    whole.push(performance.now() - started)
    cold.push(spent(answer))
  }
  return [
    { 'whole process, ms': median(whole), 'cold, ms': median(cold), 'warm, ms': median(warm) },
  ]
}

/**
 * A training step of every workload, and of 50 layers: time until it can run, in this process, where
 * the compiler has run before; its module; and how many ms it ran until it had nine tenths of its speed.
 */
async function modules(median, repeats) {
  const deep = { ...workloads['64-128-64-10'], sizes: [...new Array(51).fill(64), 10] }
  const rows = []
  for (const [workload, network] of Object.entries({ ...workloads, '50 layers of 64': deep })) {
    const found = await capture(network)
    const bytes = await moduleOf(found)
    const times = []
    for (let i = 0; i < repeats; i++) {
      const { session, compileMs } = await opened(native, found)
      times.push(compileMs)
      await session.dispose()
    }
    rows.push({
      workload,
      'compile, ms': median(times),
      'module, bytes': bytes.length,
      'gzip, bytes': gzipSync(bytes).length,
      'to full speed, ms': await warmUp(await opened(native, found)),
    })
  }
  return rows
}

/** The bytes that WebAssembly gets to compile for a program. */
async function moduleOf(found) {
  const { Module } = WebAssembly
  let bytes
  WebAssembly.Module = class extends Module {
    constructor(given) {
      super(given)
      bytes = given
    }
  }
  try {
    const { session } = await opened(native, found)
    await session.dispose()
  } finally {
    WebAssembly.Module = Module
  }
  return bytes
}

/** Milliseconds of running until a chunk first takes less than 10/9 of the fastest one's time. */
async function warmUp({ session, chunk }) {
  const took = []
  for (let total = 0; total < 1000 || took.length < 5; total += took.at(-1)) {
    const started = performance.now()
    await chunk()
    took.push(performance.now() - started)
  }
  await session.dispose()
  // One fast chunk can be chance; a tenth of them cannot.
  const fast = took.toSorted((a, b) => a - b)[Math.floor(took.length / 10)] / 0.9
  return took
    .slice(
      0,
      took.findIndex((ms) => ms <= fast),
    )
    .reduce((a, b) => a + b, 0)
}

/** Billions of operations per second of large kernels, beside what vectors of WebAssembly can do here. */
async function speeds(ms) {
  const at = async (operations, build, shapes) => {
    const b = new GraphBuilder()
    const inputs = shapes.map((shape, i) =>
      b.input({ name: `x${i}`, source: 'state', shape, dtype: 'float' }),
    )
    const program = createProgram(b, { outputs: {}, updates: { y: build(b, ...inputs) } })
    const session = await native.open({ precision: 'float32' })
    const compiled = await session.compile(program)
    // The best of many runs, as for the limit: others may be at work on this machine.
    let best = Infinity
    for (const end = performance.now() + ms; performance.now() < end; ) {
      const started = performance.now()
      await compiled.runSteps({}, 10)
      best = Math.min(best, (performance.now() - started) / 10)
    }
    await session.dispose()
    return (2 * operations) / best / 1e6
  }
  const limit = peak(ms)
  const square = [512, 512]
  const images = [32, 28, 28, 16]
  const found = {
    'matmul 512 × 512 × 512': await at(512 ** 3, (b, x, y) => b.matmul(x, y), [square, square]),
    'its second operand transposed': await at(
      512 ** 3,
      (b, x, y) => b.matmul(x, y, { transposeB: true }),
      [square, square],
    ),
    'convolution 32×28×28×16, 3×3×32': await at(
      32 * 26 * 26 * 32 * 9 * 16,
      (b, x, filter) => b.conv2d(x, filter),
      [images, [3, 3, 16, 32]],
    ),
    'gradient of its filters': await at(
      32 * 26 * 26 * 32 * 9 * 16,
      (b, x, y) => b.convFilterGradient(x, y, { filterShape: [3, 3, 16, 32] }),
      [images, [32, 26, 26, 32]],
    ),
  }
  const entries = [['vectors in registers: the limit', limit], ...Object.entries(found)]
  return entries.map(([kernel, speed]) => ({
    kernel,
    'GFLOP/s': speed,
    'of the limit': speed / limit,
  }))
}

/** What a browser loads. */
async function sizes() {
  const entries = { 'core and native': 'core-and-native.mjs', core: 'core-alone.mjs' }
  const rows = []
  for (const [what, file] of Object.entries(entries)) {
    const code = await bundle(join(import.meta.dirname, file))
    rows.push({ what, 'minified, bytes': code.length, 'gzip, bytes': gzipSync(code).length })
  }
  return rows
}

/** Steps per second as rows and widths grow. */
async function growth(ms) {
  const at = async (changes) => {
    const workload = { ...workloads['64-128-64-10'], ...changes }
    const program = await opened(native, await capture(workload))
    return Math.round(await rate(ms, program.steps, () => program.chunk()))
  }
  const rows = []
  for (const changes of [
    { rows: 512 },
    { rows: 8192 },
    { sizes: [64, 64, 64, 10] },
    { sizes: [64, 128, 128, 10] },
    { sizes: [64, 256, 256, 10] },
    { batch: 32 },
    { batch: 128 },
  ]) {
    const [what, size] = Object.entries(changes)[0]
    rows.push({ '64-128-64-10 with': `${what} ${size}`, 'steps/s': await at(changes) })
  }
  return rows
}

/** The speed of the last steps of a ReLU network beside that of its first thousand. */
async function tiring() {
  const workload = workloads['64-128-64-10']
  const program = await opened(native, await capture(workload))
  const steps = async (count) => {
    const started = performance.now()
    for (let done = 0; done < count; done += program.steps) await program.chunk()
    return count / (performance.now() - started)
  }
  await steps(500)
  const first = await steps(1000)
  await steps(18_000)
  return [
    {
      '64-128-64-10': 'speed after 20,000 steps',
      'share of the first 1,000': (await steps(1000)) / first,
    },
  ]
}

export async function ownFigures(run, median, quick) {
  const repeats = quick ? 3 : 11
  const ms = quick ? 200 : 1000
  return {
    sizes: await sizes(),
    article: await article(run, median, repeats),
    modules: await modules(median, repeats),
    speeds: await speeds(ms),
    growth: await growth(ms),
    tiring: await tiring(),
  }
}
