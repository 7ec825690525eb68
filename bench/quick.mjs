import { native } from '@parallax-ml/backend-native'
import { createModel, interpreter } from '@parallax-ml/core'
import { capture, opened } from './suite/captured.mjs'
import { workloads, dataOf, specOf } from './suite/workloads.mjs'
import { handWritten } from './contenders/hand-written.mjs'
for (const name of process.argv.slice(2)) {
  const w = workloads[name]
  const c = await capture(w)
  const o = await opened(native, c)
  const rate = async (ms) => { let n = 0; const t = performance.now(); while (performance.now() - t < ms) { await o.chunk(); n += o.steps } return 1000 * n / (performance.now() - t) }
  await rate(500)
  let hand
  if (w.kind === 'dense') { const d = dataOf(w); const weights = Object.values(createModel(specOf(w), { backend: interpreter }).weights()).map(({ data }) => data)
    const step = handWritten({ ...w, weights }); const x = d.x.slice(0, w.batch * d.width), y = d.y.slice(0, w.batch * d.classes)
    hand = (ms) => { let n = 0; const t = performance.now(); while (performance.now() - t < ms) { step(x, y); n++ } return 1000 * n / (performance.now() - t) } ; hand(500) }
  const r = [], h = []
  for (let i = 0; i < 5; i++) { r.push(await rate(300)); if (hand) h.push(hand(300)) }
  const med = (a) => a.toSorted((p, q) => p - q)[a.length >> 1]
  console.log(name, 'native', med(r).toFixed(0), hand ? 'hand ' + med(h).toFixed(0) + ' ratio ' + (med(r) / med(h)).toFixed(2) : '', 'compile', o.compileMs.toFixed(1))
}
