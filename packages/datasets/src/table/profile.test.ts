import { describe, expect, test } from 'vitest'
import { parseCsv } from '../csv/parse-csv.js'
import { tableOf } from '../json/parse-json.js'
import { profileSource, profileTable } from './profile.js'
import { showProfile } from './show-profile.js'
import { sourceOf } from './source.js'

const people = parseCsv(
  `name,age,city,member,zip,empty
Ada,31,Ulm,true,01234,
Bob,?,Köln, FALSE ,04567,NA
Cyd,45.5,Ulm,true,01234,
Dee,1e1,Köln,true,04567,`,
  { name: 'people.csv' },
)

const columnOf = (text: string, options = {}) =>
  profileTable(parseCsv(`x\n${text}`, { delimiter: ',' }), options).columns[0]!

describe('profileTable', () => {
  test('infers types, moments, values and gaps', () => {
    const { columns, rows } = profileTable(people)
    expect(rows).toBe(4)
    expect(columns.map(({ type }) => type)).toEqual([
      'text',
      'number',
      'category',
      'boolean',
      'number',
      'text',
    ])
    const [, age, city, member, , empty] = columns
    const mean = (31 + 45.5 + 10) / 3
    const variance = ((31 - mean) ** 2 + (45.5 - mean) ** 2 + (10 - mean) ** 2) / 3
    expect(age).toMatchObject({ present: 3, missing: 1, least: 10, most: 45.5, whole: false })
    expect(age!.mean).toBeCloseTo(mean, 12)
    expect(age!.variance).toBeCloseTo(variance, 10)
    expect(city!.values).toEqual([
      { value: 'Köln', count: 2 },
      { value: 'Ulm', count: 2 },
    ])
    expect(member!.mean).toBe(0.75)
    expect(empty).toMatchObject({ present: 0, missing: 4 })
  })

  test('says so in a table', () => {
    expect(showProfile(profileTable(people))).toMatchInlineSnapshot(`
      "people.csv: 4 rows
      column  type      missing  values
      name    text               Ada (1), Bob (1), Cyd (1), Dee (1)
      age     number          1  10 to 45.5, mean 28.8333
      city    category           Köln (2), Ulm (2)
      member  boolean            true in 75 %
      zip     number             1234 to 4567, mean 2900.5
      empty   text            4  none"
    `)
  })

  test('declared types go before what values look like', () => {
    const { columns } = profileTable(people, { types: { zip: 'category', name: 'category' } })
    expect(columns[4]!.values!.map(({ value }) => value)).toEqual(['01234', '04567'])
    expect(columns[0]!.values).toHaveLength(4)
  })

  test.each([
    ['1\n-2\n+3.5\n.5\n5.\n1e-3\n 7 ', 'number'],
    ['true\nFalse\nTRUE', 'boolean'],
    ['0x10\n0x11\n0x10\n0x11', 'category'],
    ['Infinity\n-Infinity\nInfinity\nInfinity', 'category'],
    ['a\nb\na\nb', 'category'],
    ['2024-02-29\n2024-05-31T12:30:00Z\n2024-06', 'date'],
    ['2023-02-29\n2023-05-31', 'category'],
    ['a\nb\nc\nd', 'text'],
    ['38\n40\nXL\n38\n40\nXL', 'category'],
  ])('%j is of type %s', (text, type) => {
    expect(columnOf(text).type).toBe(type)
  })

  test('numbers may have a decimal comma, and then no point', () => {
    const table = parseCsv('x;y\n3,5;1.5\n4;1.5\n4;2.5\n4;2.5', { decimal: ',' })
    const [x, y] = profileTable(table).columns
    expect(x).toMatchObject({ type: 'number', least: 3.5, most: 4 })
    expect(y!.type).toBe('category')
  })

  test('missing texts are declared besides the usual ones, which may be values too', () => {
    const text = 'country,age\nNA,3\nDE,k.A.\nNA,\nDE,4'
    const [country, age] = profileTable(
      parseCsv(text, { missing: ['k.A.'], present: ['NA'] }),
    ).columns
    expect(country).toMatchObject({ type: 'category', missing: 0 })
    expect(age).toMatchObject({ type: 'number', missing: 2 })
  })

  test('values of categories are in order, numbers by size', () => {
    const sorted = (text: string) =>
      columnOf(text, { types: { x: 'category' } }).values!.map(({ value }) => value)
    expect(sorted('10\n9\n10\n9')).toEqual(['9', '10'])
    expect(sorted('b\nB\na\nä')).toEqual(['B', 'a', 'b', 'ä'])
  })

  test('records in memory may hold numbers and booleans themselves', () => {
    const table = tableOf([
      { x: 1, y: true },
      { x: Number.NaN, y: false },
      { x: null, y: false },
    ])
    expect(profileTable(table).columns).toMatchObject([
      { type: 'number', present: 1, missing: 2 },
      { type: 'boolean', present: 3, mean: expect.closeTo(1 / 3, 12) },
    ])
  })

  test('dates are days since 1970, and a time without an offset is UTC', () => {
    const { type, least, most } = columnOf(
      '1970-01-02\n1969-12-31\n1970-01-01 12:00\n1970-01-03T01:00+01:00',
    )
    expect({ type, least, most }).toEqual({ type: 'date', least: -1, most: 2 })
    const declared = { types: { x: 'date' as const } }
    expect(() => columnOf('2024-02-29\n31.12.2024', declared)).toThrow(
      "table line 3, column 'x': the column is declared to be of type date, and this is none (expected a date such as 2024-05-31, got '31.12.2024')",
    )
  })

  test('a source gives the same profile as a table, and rows can be chosen', async () => {
    expect(await profileSource(sourceOf(people))).toEqual(profileTable(people))
    const some = await profileSource(sourceOf(people), {}, Int32Array.of(3, 0))
    expect(some.columns[1]).toMatchObject({ present: 2, mean: 20.5 })
  })
})
