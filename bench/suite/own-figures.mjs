// Figures of the native backend that have no counterpart elsewhere.
import { join } from 'node:path'
import { native } from '@parallax-ml/backend-native'
import { fit } from '@parallax-ml/core'
import { capture, datasetOf, fitOptions, opened } from './captured.mjs'
import { rate } from './rate.mjs'
import { specOf, workloads } from './workloads.mjs'

/** The article's job: XOR for a thousand epochs, in this process and as a process of its own. */
async function article(run, median, repeats) {
  const { xor } = workloads
  const once = () =>
    fit(specOf(xor), datasetOf(xor), { ...fitOptions(xor), backend: native, epochs: 1000 })
  await once()
  const inProcess = []
  const whole = []
  for (let i = 0; i < repeats; i++) {
    const { timing } = await once()
    inProcess.push(timing.compileMs + timing.trainMs)
    const started = performance.now()
    await run(process.execPath, [join(import.meta.dirname, 'article.mjs')])
    whole.push(performance.now() - started)
  }
  return { inProcessMs: median(inProcess), wholeProcessMs: median(whole) }
}

/** Time to a program ready to run, in this process, where the compiler has run before. */
async function compileTimes(median, repeats) {
  const times = {}
  for (const [name, workload] of Object.entries(workloads)) {
    const found = await capture(workload)
    const list = []
    for (let i = 0; i < repeats; i++) {
      const { session, compileMs } = await opened(native, found)
      list.push(compileMs)
      await session.dispose()
    }
    times[name] = median(list)
  }
  return times
}

/** Steps per second as rows and widths grow. */
async function growth(ms) {
  const at = async (changes) => {
    const workload = { ...workloads['64-128-64-10'], ...changes }
    const program = await opened(native, await capture(workload))
    return Math.round(await rate(ms, program.steps, () => program.chunk()))
  }
  return {
    rows: { 512: await at({ rows: 512 }), 8192: await at({ rows: 8192 }) },
    width: {
      64: await at({ sizes: [64, 64, 64, 10] }),
      128: await at({ sizes: [64, 128, 128, 10] }),
      256: await at({ sizes: [64, 256, 256, 10] }),
    },
    batch: { 32: await at({ batch: 32 }), 128: await at({ batch: 128 }) },
  }
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
  return { share: (await steps(1000)) / first }
}

export async function ownFigures(run, median, quick) {
  const repeats = quick ? 3 : 11
  return {
    article: await article(run, median, repeats),
    compileMs: await compileTimes(median, repeats),
    growthStepsPerSecond: await growth(quick ? 200 : 1000),
    after20000Steps: await tiring(),
  }
}
