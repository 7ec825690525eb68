import { expect, test } from 'vitest'
import { toCsv } from './csv.js'

const rows = (...cells: (string | number)[]) => toCsv({ columns: ['a'], rows: [cells] }).slice(2)

test('numbers stand as they are, text is quoted where it must be', () => {
  expect(rows(-1.5, 1e-7, 'plain', 'a,b', 'say "a"', 'two\nlines')).toBe(
    '-1.5,1e-7,plain,"a,b","say ""a""","two\nlines"\n',
  )
})

test.each(['=1+1', '+1', '-cmd', '@sum', '\tx'])('%j does not become a formula', (text) => {
  expect(rows(text)).toBe(`'${text}\n`)
})
