import * as core from '@parallax-ml/core'
import { windowRules } from './toy-windows.js'

const add = (a: number, b: number): number => a + b
const largest = (data: number[]): number => data.reduce((a, b) => Math.max(a, b))
const range = (length: number): number[] => Array.from({ length }, (_, i) => i)
const fill = (shape: core.Shape, x: number): number[] => new Array(core.sizeOf(shape)).fill(x)

/** A series near 0, a continued fraction away from it (Abramowitz and Stegun 7.1.6 and 7.1.14). */
function erf(x: number): number {
  const z = Math.min(Math.abs(x), 6)
  let [series, fraction] = [1, z]
  for (let k = 60; k > 0; k--) {
    series = 1 + (series * 2 * z * z) / (2 * k + 1)
    fraction = z + k / 2 / fraction
  }
  const bell = Math.exp(-z * z) / Math.sqrt(Math.PI)
  return Math.sign(x) * (z < 2.5 ? 2 * z * bell * series : 1 - bell / fraction)
}

function logSoftmax(line: number[]): number[] {
  const shifted = line.map((x) => x - largest(line))
  const logarithm = Math.log(shifted.map(Math.exp).reduce(add))
  return shifted.map((x) => x - logarithm)
}

/** Elementwise operations, on one element of each input; bool is 0 or 1. */
/* biome-ignore format: a table */
const scalars: Partial<Record<core.OperationName, (a: number, b: number, c: number) => number>> = {
  add, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b,
  pow: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b), // IEEE 754
  maximum: (a, b) => Math.max(a, b), minimum: (a, b) => Math.min(a, b), relu: (x) => Math.max(x, 0),
  neg: (x) => -x, abs: Math.abs, sign: Math.sign, floor: Math.floor, copy: (x) => x, erf,
  round: (x) => Math.round(x) - +(x % 2 === 0.5 || x % 2 === -1.5), // halves to the even number
  exp: Math.exp, log: Math.log, log1p: Math.log1p, sqrt: Math.sqrt, rsqrt: (x) => 1 / Math.sqrt(x),
  tanh: Math.tanh, sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  equal: (a, b) => +(a === b), notEqual: (a, b) => +(a !== b), less: (a, b) => +(a < b),
  lessEqual: (a, b) => +(a <= b), greater: (a, b) => +(a > b), greaterEqual: (a, b) => +(a >= b),
  and: (a, b) => a & b, or: (a, b) => a | b, not: (x) => 1 - x,
  isFinite: (x) => +Number.isFinite(x), select: (condition, yes, no) => (condition ? yes : no),
}
const integerScalars: typeof scalars = { mul: Math.imul, div: (a, b) => Math.floor(a / b) }

/** Every index of a shape, row-major. */
const indicesOf = (shape: core.Shape): number[][] =>
  shape.reduce<number[][]>((all, n) => all.flatMap((x) => range(n).map((i) => [...x, i])), [[]])

/** Row-major position of an index; on an axis of size 1 every index is 0, which is broadcasting. */
const positionOf = (shape: core.Shape, index: readonly number[]): number =>
  shape.reduce((position, size, axis) => position * size + (size === 1 ? 0 : index[axis]!), 0)

const at = ({ shape, data }: core.Tensor, index: number[]): number =>
  data[positionOf(shape, index)]!

/** The index map: a result of `shape`, each element taken from `x` at an index made of its own. */
const take = (x: core.Tensor, shape: core.Shape, from: (index: number[]) => number[]): number[] =>
  indicesOf(shape).map((index) => at(x, from(index)))

/** `index` with the axes of `rows` replaced by the row that stands there. */
const rowOf = (rows: core.Tensor, index: number[]): number[] => [
  at(rows, index),
  ...index.slice(rows.shape.length),
]

/** The elements of `x` that fall together in each element of a smaller shape, in order. */
function groups(x: core.Tensor, shape: core.Shape): number[][] {
  const found = range(core.sizeOf(shape)).map((): number[] => [])
  for (const index of indicesOf(x.shape)) found[positionOf(shape, index)]!.push(at(x, index))
  return found
}

type Facts<Name extends core.OperationName> = core.NodeOf<Name> & core.OperationAttributes[Name]
type Rules = {
  [Name in core.OperationName]?: (node: Facts<Name>, ...inputs: core.Tensor[]) => ArrayLike<number>
}

/** All other operations, on whole inputs; attributes stand beside shape and type. */
/* biome-ignore format: a table */
const rules: Rules = {
  ...windowRules,
  constant: ({ shape, attributes: it }) =>
    'data' in it ? core.decodeNumbers(it.data) : fill(shape, core.decodeNumber(it.value)),
  iota: ({ shape, axis }) => indicesOf(shape).map((index) => index[axis]!),
  randomBits: ({ shape, stream }, { data: [seed, word] }) =>
    indicesOf(shape).map((_, i) => core.murmur3(seed!, [word!, stream, i])),
  cast: ({ dtype }, { data }) => dtype === 'bool' ? Array.from(data, (x) => +(x !== 0)) : data,
  sum: ({ shape }, x) => groups(x, shape).map((group) => group.reduce(add)),
  mean: ({ shape }, x) => groups(x, shape).map((group) => group.reduce(add) / group.length),
  max: ({ shape }, x) => groups(x, shape).map(largest),
  argmax: ({ shape }, x) => groups(x, shape).map((group) =>
    group.findIndex((value) => Number.isNaN(value) || value === largest(group))),
  cumsum: ({ shape, axis }, x) => indicesOf(shape).map((index) =>
    range(index[axis]! + 1).map((i) => at(x, index.with(axis, i))).reduce(add)),
  matmul: ({ shape, transposeA, transposeB }, a, b) => indicesOf(shape).map((index) => {
    const [row, column] = index.splice(-2) as [number, number] // the index of the batch is left
    const left = (k: number) => at(a, [...index, ...(transposeA ? [k, row] : [row, k])])
    const right = (k: number) => at(b, [...index, ...(transposeB ? [column, k] : [k, column])])
    return range(a.shape.at(transposeA ? -2 : -1)!).map((k) => left(k) * right(k)).reduce(add)
  }),
  reshape: (_, { data }) => data,
  broadcast: ({ shape }, x) => take(x, shape, (index) => index),
  transpose: ({ shape, permutation }, x) =>
    take(x, shape, (index) => index.map((_, axis) => index[permutation.indexOf(axis)]!)),
  slice: ({ shape, axis, start }, x) =>
    take(x, shape, (index) => index.with(axis, index[axis]! + start)),
  reverse: ({ shape, axis }, x) =>
    take(x, shape, (index) => index.with(axis, shape[axis]! - 1 - index[axis]!)),
  concat: ({ shape, axis }, ...parts) => {
    const sources = parts.flatMap((part) => range(part.shape[axis]!).map((i) => ({ part, i })))
    return indicesOf(shape).map((index) => {
      const { part, i } = sources[index[axis]!]!
      return at(part, index.with(axis, i))
    })
  },
  pad: ({ shape, axis, before }, x) => indicesOf(shape).map((index) => {
    const i = index[axis]! - before
    return i >= 0 && i < x.shape[axis]! ? at(x, index.with(axis, i)) : 0
  }),
  gather: ({ shape }, table, rows) => take(table, shape, (index) => rowOf(rows, index)),
  scatterAdd: ({ shape }, updates, rows) => indicesOf(updates.shape).reduce((total, index) => {
    total[positionOf(shape, rowOf(rows, index))]! += at(updates, index)
    return total
  }, fill(shape, 0)),
  gatherAlong: ({ shape, axis }, x, indices) =>
    take(x, shape, (index) => index.with(axis, at(indices, index))),
  oneHot: ({ shape }, hot) => indicesOf(shape).map((index) => +(at(hot, index) === index.at(-1))),
  softmax: ({ shape }, x) => groups(x, shape.with(-1, 1)).flatMap(logSoftmax).map(Math.exp),
  logSoftmax: ({ shape }, x) => groups(x, shape.with(-1, 1)).flatMap(logSoftmax),
}

/** The names of what {@link evaluate} can do. */
export const operations: readonly string[] = [...Object.keys(scalars), ...Object.keys(rules)]

/** The numbers of a node that is not an input, before its type wraps or rounds them. */
export function evaluate(node: core.GraphNode, inputs: core.Tensor[]): ArrayLike<number> {
  const scalar = (node.dtype === 'int32' ? integerScalars[node.op] : undefined) ?? scalars[node.op]
  if (!scalar) return rules[node.op]!({ ...node.attributes, ...node } as never, ...inputs)
  const [a, b = a, c = a] = inputs.map(({ data }) => data)
  return Array.from(a!, (x, i) => scalar(x, b![i]!, c![i]!))
}
