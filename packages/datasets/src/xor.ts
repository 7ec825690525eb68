import type { DataSet } from './data-set.js'

/** The four rows of exclusive or; a fresh copy at each call. */
export function xor(): DataSet {
  return {
    name: 'xor',
    x: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    y: [0, 1, 1, 0],
    featureNames: ['a', 'b'],
    classNames: ['same', 'different'],
    source: 'The definition of exclusive or',
    licence: 'public domain',
  }
}
