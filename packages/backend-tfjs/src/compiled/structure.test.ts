import { createProgram, GraphBuilder } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { isTfjsInstalled } from '../engine/load-node.js'
import { tfjs } from '../index.js'

describe.skipIf(!isTfjsInstalled() && !process.env.CI)('TensorFlow', () => {
  test('adds float32 up in doubles, so that what cancels leaves what is left', async () => {
    const b = new GraphBuilder()
    const x = b.input({ name: 'x', source: 'feed', shape: [3], dtype: 'float' })
    const session = await tfjs.open({ precision: 'float32' })
    const program = await session.compile(createProgram(b, { outputs: { sum: b.sum(x, [0]) } }))
    const { sum } = await program.run({ x: Float64Array.of(1e8, 1, -1e8) })
    expect([...sum!]).toEqual([1])
    await session.dispose()
  })
})
