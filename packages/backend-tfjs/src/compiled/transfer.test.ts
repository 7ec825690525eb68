import { describe, expect, test } from 'vitest'
import type { TfNode, TfTensor } from '../engine/types.js'
import { transferOf } from './transfer.js'

/** Tensors that show the very numbers they were made of, as TensorFlow.js's do until they are used. */
const tf: Pick<TfNode, 'tensor'> = {
  tensor: (values, shape, dtype): TfTensor => ({
    shape,
    dtype,
    dataSync: () => values,
    dispose: () => {},
  }),
}

describe.each(['float32', 'float64'] as const)('in a session of %s', (precision) => {
  test('numbers cross as they are, and nobody holds the memory of another', () => {
    const { send, receive } = transferOf(tf, precision)
    const given = Float64Array.of(0.1, -0, Number.NaN, 1e300)
    const tensor = send(given, [4], 'float')
    given.fill(7)
    const expected = Float64Array.of(0.1, -0, Number.NaN, 1e300)
    const first = receive(tensor, 'float')
    expect(first).toEqual(precision === 'float64' ? expected : Float32Array.from(expected))
    first.fill(8)
    expect(receive(tensor, 'float')[0]).toBe(precision === 'float64' ? 0.1 : Math.fround(0.1))
  })

  test('bytes and truths', () => {
    const { send, sendBytes } = transferOf(tf, precision)
    expect([...send(Uint8Array.of(1, 0, 1), [3], 'bool').dataSync()]).toEqual([1, 0, 1])
    const words = sendBytes(Uint8Array.of(1, 2, 3, 4, 5)).dataSync()
    expect([...new Uint8Array(words.buffer)]).toEqual([1, 2, 3, 4, 5, 0, 0, 0])
  })
})
