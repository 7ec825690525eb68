import { differentiate, type GraphBuilder, type GraphNode, type Tensor } from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { smallCase, tensorOf, vector } from './small-program.js'

/** Compares the gradients of a sum with respect to every feed; exactly, for they are simple. */
const gradientCase = <Feed extends string>(
  name: string,
  feeds: Readonly<Record<Feed, Tensor>>,
  f: (b: GraphBuilder, inputs: Readonly<Record<Feed, GraphNode>>) => GraphNode,
  expected: Readonly<Record<Feed, ArrayLike<number>>>,
): ConformanceCase =>
  smallCase('gradients', name, {
    feeds,
    build(b, inputs) {
      const names = Object.keys(feeds) as Feed[]
      const wrt = names.map((each) => inputs[each])
      const gradients = differentiate(b, f(b, inputs), wrt)
      return Object.fromEntries(gradients.map((gradient, i) => [names[i]!, gradient]))
    },
    expected,
  })

/** The gradient of a sum of slices of x, each times another factor. */
const slicesCase = (
  name: string,
  slices: readonly { start: number; size: number; factor: number }[],
  expected: readonly number[],
): ConformanceCase =>
  gradientCase(
    name,
    { x: vector(1, 2, 3, 4, 5) },
    (b, { x }) =>
      slices
        .map(({ start, size, factor }) => b.sum(b.mul(b.slice(x, 0, start, size), factor)))
        .reduce((sum, part) => b.add(sum, part)),
    { x: expected },
  )

const aroundZero = vector(-4, 0, 4)

/** Gradients at ties and at zeros, where functions have a corner and conventions decide. */
export const gradientEdgeCases = (): ConformanceCase[] => [
  gradientCase(
    'maximum: a tie goes to the first',
    { a: vector(1, 3, 0), c: vector(1, 2, 2) },
    (b, { a, c }) => b.maximum(a, c),
    { a: [1, 1, 0], c: [0, 0, 1] },
  ),
  gradientCase(
    'minimum: a tie goes to the first',
    { a: vector(1, 3, 0), c: vector(1, 2, 2) },
    (b, { a, c }) => b.minimum(a, c),
    { a: [1, 0, 1], c: [0, 1, 0] },
  ),
  gradientCase('relu: 0 at 0', { x: aroundZero }, (b, { x }) => b.relu(x), { x: [0, 0, 1] }),
  gradientCase('abs: 0 at 0', { x: aroundZero }, (b, { x }) => b.abs(x), { x: [-1, 0, 1] }),
  gradientCase('sqrt: 0 at 0', { x: vector(0, 4) }, (b, { x }) => b.sqrt(x), { x: [0, 0.25] }),
  gradientCase(
    'pow: base 0 with the exponents 0, 1, 2 and 3',
    { base: vector(0, 0, 0, 0), exponent: vector(0, 1, 2, 3) },
    (b, { base, exponent }) => b.pow(base, exponent),
    { base: [0, 1, 0, 0], exponent: [0, 0, 0, 0] },
  ),
  gradientCase(
    'max: equal maxima share',
    { x: tensorOf([2, 4], (i, j) => [3, 1, 3, 2, 7, 7, 7, 7][4 * i! + j!]!) },
    (b, { x }) => b.max(x, [1]),
    { x: [0.5, 0, 0.5, 0, 0.25, 0.25, 0.25, 0.25] },
  ),
  gradientCase(
    'max: equal maxima share, over two axes',
    { x: tensorOf([2, 2], (i, j) => (i === j ? 5 : 0)) },
    (b, { x }) => b.max(x),
    { x: [0.5, 0, 0, 0.5] },
  ),
  slicesCase(
    'slice: two that overlap add up',
    [
      { start: 0, size: 3, factor: 2 },
      { start: 2, size: 3, factor: 3 },
    ],
    [2, 2, 5, 3, 3],
  ),
  slicesCase(
    'slice: what none reads, in the middle, has gradient 0',
    [
      { start: 3, size: 2, factor: 3 },
      { start: 0, size: 2, factor: 2 },
    ],
    [2, 2, 0, 3, 3],
  ),
  slicesCase(
    'slice: what none reads, at both ends, has gradient 0',
    [
      { start: 1, size: 1, factor: 2 },
      { start: 2, size: 2, factor: 3 },
    ],
    [0, 2, 3, 3, 0],
  ),
]
