import type { ConformanceCase } from '../case.js'
import { smallCase, tensorOf } from './small-program.js'

const size = [2, 2] as const
const ones = tensorOf([1, 2, 2, 1], () => 1)

/**
 * An image of one window for every place that a NaN may have in it; the other cells grow in one channel
 * and shrink in the other.
 */
const withNaN = (side: number) =>
  tensorOf([side ** 2, side, side, 2], (image, row, column, channel) => {
    const place = side * row! + column!
    if (place === image) return Number.NaN
    return channel === 0 ? place : -place
  })

const nanCase = (side: number): ConformanceCase =>
  smallCase('operations', `maxPool: a NaN in every place of a window of ${side} × ${side}`, {
    feeds: { x: withNaN(side), y: tensorOf([side ** 2, 1, 1, 2], (image) => image! + 1) },
    build: (b, { x, y }) => ({
      largest: b.maxPool(x, { size: [side, side] }),
      gradient: b.maxPoolGradient(x, y, { size: [side, side] }),
    }),
    expected: {
      largest: new Array(2 * side ** 2).fill(Number.NaN),
      gradient: tensorOf([side ** 2, side, side, 2], (image, row, column) =>
        side * row! + column! === image ? image + 1 : 0,
      ).data,
    },
  })

/** Windows whose cells are equal or none, and several poolings of one image. */
export const poolingEdgeCases = (): ConformanceCase[] => [
  smallCase('operations', 'maxPoolGradient: of equal cells the first takes all', {
    feeds: {
      zeros: tensorOf([1, 4, 4, 1], () => 0),
      ties: tensorOf([1, 4, 4, 1], (_, row, column) => ((row! + column!) % 2 === 0 ? -3 : 7)),
      y: ones,
    },
    build: (b, { zeros, ties, y }) => ({
      zeros: b.maxPoolGradient(zeros, y, { size }),
      ties: b.maxPoolGradient(ties, y, { size }),
      overlapping: b.maxPoolGradient(zeros, y, { size: [3, 3], strides: [1, 1] }),
    }),
    expected: {
      zeros: [1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0],
      ties: [0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0],
      overlapping: [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    },
  }),
  nanCase(2),
  nanCase(3),
  smallCase('operations', 'maxPool: by other windows of one image, with their gradients', {
    feeds: { x: tensorOf([1, 4, 4, 1], (_, row, column) => 4 * row! + column!), y: ones },
    build(b, { x, y }) {
      const all = { size: [4, 4] } as const
      return {
        whole: b.maxPool(x, all),
        quarters: b.maxPool(x, { size }),
        ofQuarters: b.maxPoolGradient(x, y, { size }),
        ofWhole: b.maxPoolGradient(x, b.slice(b.slice(y, 1, 0, 1), 2, 0, 1), all),
      }
    },
    expected: {
      whole: [15],
      quarters: [5, 7, 13, 15],
      ofQuarters: [0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1],
      ofWhole: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    },
  }),
]
