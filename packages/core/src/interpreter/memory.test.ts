import { expect, test } from 'vitest'
import { GraphBuilder } from '../graph/builder.js'
import { createProgram } from '../graph/program.js'
import { sessionMemory } from './memory.js'

/** next = a + new */
function program() {
  const b = new GraphBuilder()
  const state = (name: string) => b.input({ name, source: 'state', shape: [2], dtype: 'float' })
  return createProgram(b, { updates: { next: b.add(state('a'), state('new')) } })
}

const a = { shape: [2], dtype: 'float', data: Float64Array.of(1, 2) } as const

test('a claim that is undone takes along the state that was new, and nothing else', () => {
  const memory = sessionMemory('float64')
  memory.write('state', { a })
  memory.claim(program()).undo()
  expect(Object.keys(memory.read())).toEqual(['a'])
  memory.write('state', { a: { ...a, shape: [1], data: Float64Array.of(1) } })
})

test('a claim that is released leaves all state', () => {
  const memory = sessionMemory('float64')
  memory.write('state', { a })
  memory.claim(program()).release()
  expect(Object.keys(memory.read()).sort()).toEqual(['a', 'new', 'next'])
})
