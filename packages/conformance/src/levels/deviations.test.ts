import { interpreter, type Precision } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import type { ConformanceCase } from '../case.js'
import { precisionsOf } from '../run-case.js'
import { lossCases } from './losses.js'
import { metricCases } from './metrics.js'

/** Largest deviation, of numbers above 1 relative to them. */
async function worstOf(cases: readonly ConformanceCase[], precision: Precision): Promise<number> {
  let worst = 0
  for (const each of cases) {
    if (!precisionsOf(each, [precision]).includes(precision)) continue
    await each.run({
      backend: interpreter,
      precision,
      compare(actual, expected, { absolute }) {
        // F1 of Keras has a bound of its own.
        if (absolute === 2e-7) return
        for (let i = 0; i < expected.length; i++) {
          const size = Math.max(1, Math.abs(expected[i]!))
          worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!) / size)
        }
      },
    })
  }
  return worst
}

const isDifference = ({ name }: ConformanceCase): boolean => name.endsWith('central differences')

test('how far the interpreter lies from golden values and central differences', async () => {
  const all = [...lossCases(), ...metricCases()]
  const groupOf = ({ name }: ConformanceCase): string => name.slice(0, name.indexOf(':'))
  const lines = ['cases  golden f64  differences  f32      of']
  for (const name of new Set(all.map(groupOf))) {
    const cases = all.filter((each) => groupOf(each) === name)
    const golden = await worstOf(
      cases.filter((each) => !isDifference(each)),
      'float64',
    )
    const differences = await worstOf(cases.filter(isDifference), 'float64')
    const single = await worstOf(cases, 'float32')
    expect(golden).toBeLessThan(1e-12)
    expect(differences).toBeLessThan(2e-6)
    const numbers = [golden, differences, single].map((each) => each.toExponential(1).padEnd(10))
    lines.push([String(cases.length).padEnd(6), ...numbers, name].join(' '))
  }
  console.log(lines.join('\n'))
})
