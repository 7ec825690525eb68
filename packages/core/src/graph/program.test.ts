import { describe, expect, test } from 'vitest'
import { GraphBuilder } from './builder.js'
import { createProgram, inputsOf, type Program, validateProgram } from './program.js'

function swap(): Program {
  const b = new GraphBuilder()
  const a = b.input({ name: 'a', source: 'state', shape: [2], dtype: 'float' })
  const c = b.input({ name: 'c', source: 'state', shape: [2], dtype: 'float' })
  b.exp(a) // dead
  return createProgram(b, { outputs: { old: b.reshape(a, [2, 1]) }, updates: { a: c, c: a } })
}

describe('createProgram', () => {
  test('drops what no result needs, and renumbers', () => {
    const { graph } = swap()
    expect(graph.nodes.map(({ op }) => op)).not.toContain('exp')
    expect(graph.nodes.map(({ id }) => id)).toEqual(graph.nodes.map((_, i) => i))
  })

  test('copies results that only show an input', () => {
    const { graph, outputs, updates } = swap()
    for (const id of [...Object.values(outputs), ...Object.values(updates)]) {
      expect(graph.nodes[id]!.op).toBe('copy')
    }
  })

  test('refuses an update of another shape', () => {
    const b = new GraphBuilder()
    const a = b.input({ name: 'a', source: 'state', shape: [2], dtype: 'float' })
    expect(() => createProgram(b, { updates: { a: b.sum(a) } })).toThrow(
      /update of 'a': it does not fit the state \(expected float \[2\], got float \[1\]\)/,
    )
  })
})

describe('validateProgram', () => {
  test('accepts what JSON brings back', () => {
    const program = swap()
    const copy = JSON.parse(JSON.stringify(program)) as Program
    validateProgram(copy)
    expect(copy).toEqual(program)
    expect(inputsOf(copy.graph).map(({ attributes }) => attributes.name)).toEqual(['a', 'c'])
  })

  const broken: [
    string,
    (program: {
      graph: { nodes: Record<string, unknown>[] }
      outputs: Record<string, number>
    }) => void,
    RegExp,
  ][] = [
    [
      'an unknown operation',
      ({ graph }) => Object.assign(graph.nodes[2]!, { op: 'coppy' }),
      /unknown operation\. Did you mean 'copy'\?/,
    ],
    [
      'a reference forwards',
      ({ graph }) => Object.assign(graph.nodes[2]!, { inputs: [9] }),
      /does not come after its inputs/,
    ],
    [
      'a wrong shape',
      ({ graph }) => Object.assign(graph.nodes[2]!, { shape: [7] }),
      /shape or type is not what the operation makes/,
    ],
    [
      'two inputs of a name',
      ({ graph }) => Object.assign(graph.nodes[1]!.attributes as object, { name: 'a' }),
      /a second input is named 'a'/,
    ],
    [
      'a result that is no node',
      ({ outputs }) => Object.assign(outputs, { old: 99 }),
      /it names no node/,
    ],
    [
      'a result that is an input',
      ({ outputs }) => Object.assign(outputs, { old: 0 }),
      /it is a view of an input/,
    ],
  ]
  test.each(broken)('refuses %s', (_, damage, message) => {
    const program = JSON.parse(JSON.stringify(swap()))
    damage(program)
    expect(() => validateProgram(program)).toThrow(message)
  })
})
