import type { ConformanceCase } from '../case.js'
import { smallCase, tensorOf } from './small-program.js'

/** Whole numbers, so that every order of adding gives the same sum. */
const left = (row: number, inner: number): number => 1 + row + 2 * inner
const right = (which: number, inner: number, column: number): number => inner - column + 5 * which
const product = (which: number, row: number, column: number): number =>
  [0, 1, 2].reduce((sum, k) => sum + left(row, k) * right(which, k, column), 0)

const matrix = (which: number) => tensorOf([3, 5], (inner, column) => right(which, inner!, column!))
const results = (at: (row: number, column: number) => number) =>
  tensorOf([2, 5], (row, column) => at(row!, column!)).data

const feeds = {
  a: tensorOf([2, 3], (row, inner) => left(row!, inner!)),
  c: matrix(0),
  d: matrix(1),
}

/** Values that several operations read: what is written for one of them must not serve another. */
export const sharedValueCases = (): ConformanceCase[] => [
  smallCase('operations', 'matmul: the sum of two products, and of their parts', {
    feeds,
    build(b, { a, c, d }) {
      const [one, other] = [b.matmul(a, c), b.matmul(a, d)]
      return {
        sum: b.add(one, other),
        relu: b.relu(b.sub(one, other)),
        rows: b.add(b.slice(one, 0, 0, 1), b.slice(one, 0, 1, 1)),
      }
    },
    expected: {
      sum: results((i, j) => product(0, i, j) + product(1, i, j)),
      relu: results((i, j) => Math.max(0, product(0, i, j) - product(1, i, j))),
      rows: tensorOf([1, 5], (_, j) => product(0, 0, j!) + product(0, 1, j!)).data,
    },
  }),
  smallCase('operations', 'matmul: with a bias, and without it as well', {
    feeds: { ...feeds, bias: tensorOf([1, 5], (_, column) => column!) },
    build(b, { a, c, d, bias }) {
      const [one, other] = [b.matmul(a, c), b.matmul(a, d)]
      const wide = b.broadcast(bias, [2, 5])
      return {
        one,
        biased: b.add(one, wide),
        square: b.mul(b.add(other, wide), other),
        column: b.add(other, b.broadcast(b.slice(a, 1, 1, 1), [2, 5])),
      }
    },
    expected: {
      one: results((i, j) => product(0, i, j)),
      biased: results((i, j) => product(0, i, j) + j),
      square: results((i, j) => (product(1, i, j) + j) * product(1, i, j)),
      column: results((i, j) => product(1, i, j) + left(i, 1)),
    },
  }),
  smallCase('operations', 'conv2d: what is added to rows or to images is no bias', {
    feeds: {
      image: tensorOf([2, 2, 2, 1], (n, i, j) => 1 + 4 * n! + 2 * i! + j!),
      filter: tensorOf([1, 1, 1, 2], (_p, _q, _c, output) => 1 + output!),
      rows: tensorOf([1, 2, 1, 1], (_, i) => 10 * i!),
      images: tensorOf([2, 1, 1, 1], (n) => 100 * n!),
    },
    build(b, { image, filter, rows, images }) {
      const shape = [2, 2, 2, 2]
      return {
        rows: b.add(b.conv2d(image, filter), b.broadcast(rows, shape)),
        images: b.add(b.broadcast(images, shape), b.conv2d(b.neg(image), filter)),
      }
    },
    expected: {
      rows: tensorOf([2, 2, 2, 2], (n, i, j, o) => (1 + 4 * n! + 2 * i! + j!) * (1 + o!) + 10 * i!)
        .data,
      images: tensorOf(
        [2, 2, 2, 2],
        (n, i, j, o) => 100 * n! - (1 + 4 * n! + 2 * i! + j!) * (1 + o!),
      ).data,
    },
  }),
  smallCase(
    'operations',
    'slice: parts of one value that overlap, leave gaps, and lie on two axes',
    {
      feeds: { x: tensorOf([4, 5], (row, column) => 10 * row! + column!) },
      build: (b, { x }) => ({
        first: b.slice(x, 1, 0, 3),
        second: b.slice(x, 1, 2, 2),
        top: b.slice(x, 0, 0, 1),
        bottom: b.slice(x, 0, 2, 2),
      }),
      expected: {
        first: tensorOf([4, 3], (row, column) => 10 * row! + column!).data,
        second: tensorOf([4, 2], (row, column) => 10 * row! + column! + 2).data,
        top: [0, 1, 2, 3, 4],
        bottom: [20, 21, 22, 23, 24, 30, 31, 32, 33, 34],
      },
    },
  ),
  smallCase('operations', 'conv2d: its result reduced, cut, joined and padded', {
    feeds: {
      image: tensorOf([2, 2, 2, 1], (n, i, j) => 1 + 4 * n! + 2 * i! + j!),
      filter: tensorOf([1, 1, 1, 3], (_p, _q, _c, output) => 1 + output!),
    },
    build(b, { image, filter }) {
      const y = b.conv2d(image, filter)
      return {
        pixels: b.sum(y, [3]),
        means: b.mean(y, [1, 2]),
        cut: b.slice(y, 3, 1, 1),
        joined: b.concat([y, y], 3),
        padded: b.pad(y, 1, 1, 0),
      }
    },
    expected: {
      pixels: tensorOf([2, 2, 2], (n, i, j) => 6 * (1 + 4 * n! + 2 * i! + j!)).data,
      means: tensorOf([2, 3], (n, o) => (2.5 + 4 * n!) * (1 + o!)).data,
      cut: tensorOf([2, 2, 2], (n, i, j) => 2 * (1 + 4 * n! + 2 * i! + j!)).data,
      joined: tensorOf([2, 2, 2, 6], (n, i, j, o) => (1 + 4 * n! + 2 * i! + j!) * (1 + (o! % 3)))
        .data,
      padded: tensorOf([2, 3, 2, 3], (n, i, j, o) =>
        i === 0 ? 0 : (1 + 4 * n! + 2 * (i! - 1) + j!) * (1 + o!),
      ).data,
    },
  }),
  smallCase('operations', 'slice: parts with gaps between them', {
    feeds: { x: tensorOf([2, 6], (row, column) => 10 * row! + column!) },
    build: (b, { x }) => ({
      second: b.slice(x, 1, 1, 1),
      fourth: b.slice(x, 1, 3, 2),
      top: b.slice(x, 0, 0, 1),
    }),
    expected: { second: [1, 11], fourth: [3, 4, 13, 14], top: [0, 1, 2, 3, 4, 5] },
  }),
  smallCase('operations', 'add: a matrix and what it is transposed or reversed', {
    feeds: { x: tensorOf([3, 3], (row, column) => 10 * row! + column!) },
    build: (b, { x }) => ({
      transposed: b.add(x, b.transpose(x, [1, 0])),
      corners: b.sub(b.broadcast(b.slice(x, 0, 0, 1), [3, 3]), x),
      reversed: b.add(x, b.reverse(b.reverse(x, 0), 1)),
    }),
    expected: {
      transposed: tensorOf([3, 3], (row, column) => 11 * (row! + column!)).data,
      corners: tensorOf([3, 3], (row) => -10 * row!).data,
      reversed: new Array(9).fill(22),
    },
  }),
]
