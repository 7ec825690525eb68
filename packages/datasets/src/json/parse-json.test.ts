import { describe, expect, test } from 'vitest'
import { parseJson, tableOf } from './parse-json.js'

const expected = {
  columns: ['age', 'city'],
  rows: [
    [31, 'Ulm'],
    [45, null],
  ],
}

describe('parseJson', () => {
  test.each([
    ['an array of records', '[{"age": 31, "city": "Ulm"}, {"age": 45, "city": null}]'],
    ['records that lack a key', '[{"age": 31, "city": "Ulm"}, {"age": 45}]'],
    ['JSON lines', '{"age": 31, "city": "Ulm"}\n{"age": 45, "city": null}\n'],
    ['JSON lines after a mark', '\uFEFF{"age": 31, "city": "Ulm"}\r\n\r\n{"age": 45}'],
    ['an object of columns', '{"age": [31, 45], "city": ["Ulm", null]}'],
  ])('reads %s', (_, text) => {
    expect(parseJson(text)).toMatchObject(expected)
  })

  test('reads one record', () => {
    expect(parseJson('{"age": 31}').rows).toEqual([[31]])
  })

  test('knows the lines of JSON lines alone', () => {
    expect(parseJson('{"a": 1}\n\n{"a": 2}').lines).toEqual([1, 3])
    expect(parseJson('[{"a": 1}]').lines).toBeUndefined()
  })
})

test('tableOf takes records of any keys', () => {
  const table = tableOf([{ b: 1 }, { a: true, b: undefined }])
  expect(table).toMatchObject({
    columns: ['b', 'a'],
    rows: [
      [1, null],
      [null, true],
    ],
  })
})
