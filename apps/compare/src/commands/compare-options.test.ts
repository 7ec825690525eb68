import { expect, test } from 'vitest'
import { parseEpochs, parseNames, parseSeeds } from './compare-options.js'

const known = [{ name: 'xor' }, { name: 'iris' }]

test('names are all by default, or those of a list in its order', () => {
  expect(parseNames('--tasks', undefined, known)).toEqual(known)
  expect(parseNames('--tasks', 'iris, xor', known)).toEqual([{ name: 'iris' }, { name: 'xor' }])
})

test.each([
  ['iri', "--tasks: unknown name 'iri'. Did you mean 'iris'?"],
  ['mnist', "--tasks: unknown name 'mnist'. Known: xor, iris."],
  ['xor,', '--tasks: a name is missing. Known: xor, iris.'],
  ['xor,xor', '--tasks: xor is named twice. Name each only once.'],
])('--tasks %s is an error that helps', (text, message) => {
  expect(() => parseNames('--tasks', text, known)).toThrow(message)
})

test.each([
  ['1', [0]],
  ['3', [0, 1, 2]],
  ['0,5,7', [0, 5, 7]],
  ['7,', [7]],
])('--seeds %s', (text, seeds) => {
  expect(parseSeeds(text)).toEqual(seeds)
})

test.each(['0', '-1', '1.5', '', 'three', '10001', '1,,2', '1,-2', ',', '1e3'])(
  '--seeds "%s" is an error that says what is expected',
  (text) => {
    expect(() => parseSeeds(text)).toThrow(/--seeds: .*expected a whole number .*0,5,7/)
  },
)

test('seeds named twice are an error', () => {
  expect(() => parseSeeds('7,7')).toThrow('--seeds: 7 is named twice')
})

test('--epochs takes whole numbers from 1', () => {
  expect(parseEpochs('20')).toBe(20)
  for (const text of ['0', '-3', 'many', '2.5']) {
    expect(() => parseEpochs(text)).toThrow(
      `--epochs: not a number that fits (expected a whole number of at least 1, got '${text}').`,
    )
  }
})
