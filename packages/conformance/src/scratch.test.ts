import { interpreter } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { layerCases } from './levels/layers.js'
import { lossCases } from './levels/losses.js'
import { metricCases } from './levels/metrics.js'
import { optimizerCases } from './levels/optimizers.js'
import { trainingCases } from './levels/training.js'
import { precisionsOf, runCase } from './run-case.js'

const groups = { optimizerCases, layerCases, lossCases, metricCases, trainingCases }
for (const [name, make] of Object.entries(groups)) {
  test(name, async () => {
    const cases = make()
    expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length)
    const lines: string[] = []
    let failed = 0
    for (const precision of ['float64', 'float32'] as const) {
      const shares: [number, string][] = []
      const t = performance.now()
      for (const c of cases) {
        if (!precisionsOf(c, [precision]).length) continue
        const r = await runCase(c, interpreter, precision)
        shares.push([r.worst, c.name])
        if (r.outcome !== 'passed') {
          failed++
          lines.push(`FAIL ${precision} ${c.name}: ${(r.error as Error)?.stack?.slice(0, 300)}`)
        }
      }
      shares.sort((a, b) => b[0] - a[0])
      lines.push(
        `${name} ${precision}: ${shares.length} cases, ${(performance.now() - t).toFixed(0)} ms; worst ${shares
          .slice(0, 6)
          .map(([s, n]) => `${s.toPrecision(3)} ${n}`)
          .join(' | ')}`,
      )
    }
    console.log(lines.join('\n'))
    expect(failed).toBe(0)
  }, 120000)
}
