import { describe, expect, test } from 'vitest'
import type { SessionV1 } from '../backend/contract.js'
import { DisposedError } from '../errors/parallax-error.js'
import { GraphBuilder } from '../graph/builder.js'
import { createProgram, type Program } from '../graph/program.js'
import { interpreter } from './backend.js'

const float = (data: number[], shape = [data.length]) =>
  ({ shape, dtype: 'float', data: Float64Array.from(data) }) as const

/** total += table[row]; gives the total before the step. */
function accumulator(): Program {
  const b = new GraphBuilder()
  const total = b.input({ name: 'total', source: 'state', shape: [2], dtype: 'float' })
  const table = b.input({ name: 'table', source: 'bound', shape: [3, 2], dtype: 'float' })
  const row = b.input({ name: 'row', source: 'feed', shape: [1], dtype: 'int32', range: [0, 2] })
  const next = b.add(total, b.reshape(b.gather(table, row), [2]))
  return createProgram(b, { outputs: { before: total }, updates: { total: next } })
}

const table = {
  shape: [3, 2],
  dtype: 'float',
  data: Uint8Array.from([1, 2, 10, 20, 100, 200]),
} as const

async function open(): Promise<SessionV1> {
  const session = await interpreter.open({ precision: 'float64' })
  await session.bind('table', table)
  return session
}

describe('session', () => {
  test('outputs see the state before the step, whose updates all land after it', async () => {
    const program = await (await open()).compile(accumulator())
    const rows = Int32Array.of(0, 1, 2)
    const { before } = await program.runSteps({ row: rows }, 3)
    expect([...before!]).toEqual([0, 0, 1, 2, 11, 22])
  })

  test('states swap, which in-place updates would spoil', async () => {
    const b = new GraphBuilder()
    const state = (name: string) => b.input({ name, source: 'state', shape: [1], dtype: 'float' })
    const [a, c] = [state('a'), state('c')]
    const session = await open()
    await session.writeState({ a: float([1]), c: float([2]) })
    const program = await session.compile(createProgram(b, { updates: { a: c, c: a } }))
    await program.run({})
    const { a: newA, c: newC } = await session.readState()
    expect([newA!.data[0], newC!.data[0]]).toEqual([2, 1])
  })

  test('programs share state and data', async () => {
    const session = await open()
    const first = await session.compile(accumulator())
    const second = await session.compile(accumulator())
    await first.run({ row: Int32Array.of(0) })
    await second.run({ row: Int32Array.of(1) })
    expect([...(await session.readState()).total!.data]).toEqual([11, 22])
  })

  test('state and outputs are copies', async () => {
    const session = await open()
    const program = await session.compile(accumulator())
    const start = float([5, 5])
    await session.writeState({ total: start })
    const { before } = await program.run({ row: Int32Array.of(0) })
    await program.run({ row: Int32Array.of(0) })
    expect([...before!]).toEqual([5, 5])
    expect([...start.data]).toEqual([5, 5])
  })

  test('wrong feeds are refused by name before anything runs', async () => {
    const session = await open()
    const program = await session.compile(accumulator())
    const row = Int32Array.of(0)
    await expect(program.run({})).rejects.toThrow(/feed 'row': it is missing/)
    await expect(program.run({ row, rwo: row })).rejects.toThrow(/feed 'rwo'.*Did you mean 'row'/)
    await expect(program.run({ row: Int32Array.of(3) })).rejects.toThrow(
      /out of range \(expected 0 to 2, got 3\)/,
    )
    await expect(program.run({ row: Int32Array.of(0, 1) })).rejects.toThrow(
      /number of elements is wrong/,
    )
    await expect(program.run({ row: Float32Array.of(0) })).rejects.toThrow(
      /expected Int32Array or Uint8Array/,
    )
    await expect(program.runSteps({ row }, 0)).rejects.toThrow(/number of steps is wrong/)
    expect([...(await session.readState()).total!.data]).toEqual([0, 0])
  })

  test('data must be bound before, and fit', async () => {
    const session = await interpreter.open({ precision: 'float32' })
    await expect(session.compile(accumulator())).rejects.toThrow(/'table': its data are not bound/)
    await session.bind('table', float([1, 2]))
    await expect(session.compile(accumulator())).rejects.toThrow(
      /expected float \[3, 2\], got float \[2\]/,
    )
    await expect(session.readState(['totl'])).rejects.toThrow(/no such state/)
  })

  test('nothing works after dispose, which may be called twice', async () => {
    const session = await open()
    const program = await session.compile(accumulator())
    await program.dispose()
    await expect(program.run({ row: Int32Array.of(0) })).rejects.toThrow(DisposedError)
    await session.dispose()
    await session.dispose()
    await expect(session.readState()).rejects.toThrow(DisposedError)
    await expect(session.bind('table', table)).rejects.toThrow(
      /session: it was used after dispose\(\)/,
    )
  })
})
