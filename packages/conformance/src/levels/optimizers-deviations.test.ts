import { interpreter, type Precision } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { optimizerChoice, optimizerGolden } from './golden-cases.js'
import { optimizerCases } from './optimizers.js'

/** The name of the optimiser behind the golden cases of Keras's own script. */
const optimizerOf = new Map(
  optimizerGolden('optimizers').taken.map((golden) => [
    `golden: ${golden.name}`,
    (optimizerChoice(golden) as { name: string }).name,
  ]),
)

/** Largest deviation of weights, of those above 1 relative to them. */
async function worstOf(optimizer: string, precision: Precision): Promise<number> {
  let worst = 0
  for (const each of optimizerCases()) {
    if (optimizerOf.get(each.name) !== optimizer) continue
    await each.run({
      backend: interpreter,
      precision,
      compare(actual, expected, _, what) {
        if (what.includes('norm') || what.startsWith('optimizer/')) return
        for (let i = 0; i < expected.length; i++) {
          const size = Math.max(1, Math.abs(expected[i]!))
          worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!) / size)
        }
      },
    })
  }
  return worst
}

test('how far the interpreter lies from golden weights', async () => {
  const lines = ['f64 from golden  f32 from f64  of']
  for (const optimizer of new Set(optimizerOf.values())) {
    const golden = await worstOf(optimizer, 'float64')
    const single = await worstOf(optimizer, 'float32')
    expect(golden).toBeLessThan(1e-12)
    lines.push(
      [golden.toExponential(1).padEnd(16), single.toExponential(1).padEnd(13), optimizer].join(' '),
    )
  }
  console.log(lines.join('\n'))
})
