import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BackendV1, createModel, dense, fit, interpreter, sequential } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { exportOnnx, importOnnx, onnx } from '../index.js'

const fixtures = join(import.meta.dirname, '../../testing/fixtures')
interface Expected {
  readonly inputs: Readonly<Record<string, { readonly shape: number[]; readonly data: number[] }>>
  readonly output: readonly number[]
}
const expected: Record<string, Expected> = JSON.parse(
  readFileSync(join(fixtures, 'expected.json'), 'utf8'),
)
const fixture = (name: string): Uint8Array => readFileSync(join(fixtures, `${name}.onnx`))
const backends: BackendV1[] = [interpreter, onnx]

describe.each(Object.keys(expected))('%s', (name) => {
  test.each(backends)('predicts on $name what its maker predicts', async (backend) => {
    const { inputs, output } = expected[name]!
    const model = createModel(importOnnx(fixture(name)).spec, { backend })
    const rows = Object.fromEntries(
      Object.entries(inputs).map(([key, { shape, data }]) => [
        key,
        { shape, data: Float64Array.from(data) },
      ]),
    )
    const { data } = await model.predict(
      Object.keys(rows).length > 1 ? rows : Object.values(rows)[0]!,
    )
    expect(data.length).toBe(output.length)
    for (const [i, value] of output.entries()) expect(Math.abs(data[i]! - value)).toBeLessThan(2e-6)
    await model.dispose()
  })
})
