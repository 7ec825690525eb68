import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { parseCsv } from './parse-csv.js'

describe('parseCsv', () => {
  // RFC 4180, section 2, rules 1 to 7.
  test.each([
    ['records end in a line break', 'aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n', [['zzz', 'yyy', 'xxx']]],
    ['the last one may have none', 'aaa,bbb,ccc\r\nzzz,yyy,xxx', [['zzz', 'yyy', 'xxx']]],
    ['fields may be quoted', '"aaa","bbb","ccc"\r\nzzz,yyy,xxx', [['zzz', 'yyy', 'xxx']]],
    ['quoted ones hold breaks', 'a,b,c\r\n"aaa","b\r\nbb","ccc"\r\n', [['aaa', 'b\r\nbb', 'ccc']]],
    ['quotes are doubled', 'a,b,c\n"aaa","b""bb","ccc"', [['aaa', 'b"bb', 'ccc']]],
    ['spaces belong to a field', 'a,b,c\n 1, 2 ,3', [[' 1', ' 2 ', '3']]],
  ])('%s', (_, text, rows) => {
    expect(parseCsv(text).rows).toEqual(rows)
  })

  test.each([
    ['a comma', 'a,b\n1,2\n', ','],
    ['a semicolon beside decimal commas', 'a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n', ';'],
    ['a tab', 'a\tb\n1,2\t3', '\t'],
    ['a bar beside commas in quotes', 'name|v\n"a,b"|2\n', '|'],
    ['a comma in quotes is none', 'x;y\n"1,2,3";4\n"1,2,3";4', ';'],
  ])('finds the separator: %s', (_, text, delimiter) => {
    const table = parseCsv(text)
    expect(table).toEqual(parseCsv(text, { delimiter }))
    expect(table.columns.length).toBeGreaterThan(1)
  })

  test.each([
    ['a byte-order mark', '\uFEFFa,b\n1,2'],
    ['empty lines', '\n\na,b\n\n1,2\n  \n\n'],
    ['old line ends', 'a,b\r1,2\r'],
    ['mixed line ends', 'a,b\n1,2\r\n'],
    ['space around names', ' a , b\n1,2'],
    ['a quoted field at the end of a line with a return', '"a","b"\r\n"1","2"\r\n'],
  ])('does not mind %s', (_, text) => {
    expect(parseCsv(text)).toMatchObject({ columns: ['a', 'b'], rows: [['1', '2']] })
  })

  test('knows the line of every row', () => {
    const table = parseCsv('a,b\n"1\n2\n3",x\n\n4,y\n5,z')
    expect(table.lines).toEqual([2, 6, 7])
  })

  test('names columns that have no name by their place', () => {
    expect(parseCsv(',b\n1,2').columns).toEqual(['column1', 'b'])
    expect(parseCsv('1,2', { header: false })).toMatchObject({
      columns: ['column1', 'column2'],
      rows: [['1', '2']],
    })
    expect(parseCsv('1,2\n3,4', { columns: ['x', 'y'] })).toMatchObject({
      columns: ['x', 'y'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    })
    expect(parseCsv('a,b\n3,4', { columns: ['x', 'y'], header: true }).rows).toEqual([['3', '4']])
  })

  test('gives back whatever any writer wrote', () => {
    const field = fc.string({
      unit: fc.constantFrom('a', '"', ',', ';', '\n', 'x\r\ny', ' ', 'ä', '€'),
    })
    const rows = fc.array(fc.tuple(field, field, field), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';', '\t', '|'), (written, delimiter) => {
        const text = Papa.unparse([['x', 'y', 'z'], ...written], { delimiter, quotes: true })
        expect(parseCsv(text, { delimiter }).rows).toEqual(written)
      }),
    )
  })
})
