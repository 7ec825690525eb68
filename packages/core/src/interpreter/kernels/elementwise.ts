import type { DataType, OperationName } from '../../graph/types.js'
import { allocate, type Kernel, type NumberArray } from './arrays.js'
import { erf, power, roundHalfEven } from './special.js'

/**
 * Where an elementwise kernel reads: step 0 is one element that stands for all of them, step 1 an
 * element for each.
 */
export interface Operand {
  readonly data: NumberArray
  readonly step: 0 | 1
}

type A = NumberArray
type Make = (o: A, n: number, a: A, p: number, b: A, q: number, c: A, r: number) => Kernel

// One loop per operation, written out: a shared loop that calls a function per element runs several
// times slower in V8. Here o is the result, n its length, and a, b, c are read in steps p, q, r.
/* biome-ignore format: a table reads best with a row per operation */
const loops: Partial<Record<OperationName, Make>> = {
  copy: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! },
  add: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! + b[i * q]! },
  sub: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! - b[i * q]! },
  mul: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! * b[i * q]! },
  div: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! / b[i * q]! },
  pow: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = power(a[i * p]!, b[i * q]!) },
  maximum: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = Math.max(a[i * p]!, b[i * q]!) },
  minimum: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = Math.min(a[i * p]!, b[i * q]!) },

  neg: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = -a[i * p]! },
  abs: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = Math.abs(a[i * p]!) },
  sign: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = Math.sign(a[i * p]!) },
  exp: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = Math.exp(a[i * p]!) },
  log: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = Math.log(a[i * p]!) },
  log1p: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = Math.log1p(a[i * p]!) },
  sqrt: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = Math.sqrt(a[i * p]!) },
  rsqrt: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = 1 / Math.sqrt(a[i * p]!) },
  tanh: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = Math.tanh(a[i * p]!) },
  sigmoid: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = 1 / (1 + Math.exp(-a[i * p]!)) },
  relu: (o, n, a, p) => () => { for (let i = 0; i < n; i++) { const x = a[i * p]!; o[i] = Math.max(x , 0) } },
  softplus: (o, n, a, p) => () => { for (let i = 0; i < n; i++) { const x = a[i * p]!; o[i] = (Math.max(x , 0)) + Math.log1p(Math.exp(-Math.abs(x))) } },
  erf: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = erf(a[i * p]!) },
  floor: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = Math.floor(a[i * p]!) },
  round: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = roundHalfEven(a[i * p]!) },

  equal: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! === b[i * q]! ? 1 : 0 },
  notEqual: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! === b[i * q]! ? 0 : 1 },
  less: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! < b[i * q]! ? 1 : 0 },
  lessEqual: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! <= b[i * q]! ? 1 : 0 },
  greater: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! > b[i * q]! ? 1 : 0 },
  greaterEqual: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! >= b[i * q]! ? 1 : 0 },
  and: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! & b[i * q]! },
  or: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p]! | b[i * q]! },
  not: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = 1 - a[i * p]! },
  isFinite: (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = Number.isFinite(a[i * p]!) ? 1 : 0 },
  select: (o, n, c, p, a, q, b, r) => () => { for (let i = 0; i < n; i++) o[i] = c[i * p] === 0 ? b[i * r]! : a[i * q]! },
}

// Products of int32 wrap at 32 bits, quotients are rounded towards minus infinity.
/* biome-ignore format: a table reads best with a row per operation */
const integerLoops: Partial<Record<OperationName, Make>> = {
  mul: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = Math.imul(a[i * p]!, b[i * q]!) },
  div: (o, n, a, p, b, q) => () => { for (let i = 0; i < n; i++) o[i] = Math.floor(a[i * p]! / b[i * q]!) },
}

/* biome-ignore format: it is a row of the table above */
const toBool: Make = (o, n, a, p) => () => { for (let i = 0; i < n; i++) o[i] = a[i * p] === 0 ? 0 : 1 }

function loopFor(op: OperationName, from: DataType, to: DataType): Make {
  // Storing into another type converts: float to int32 drops the fraction.
  if (op === 'cast') return to === 'bool' ? toBool : loops.copy!
  return (from === 'int32' ? integerLoops[op] : undefined) ?? loops[op]!
}

/** The kernel of an elementwise operation; `from` is the type of its first input. */
export function elementwiseKernel(
  op: OperationName,
  output: NumberArray,
  operands: readonly Operand[],
  from: DataType,
  to: DataType,
): Kernel {
  const [a, b = a, c = a] = operands as [Operand, Operand?, Operand?]
  return loopFor(op, from, to)(
    output,
    output.length,
    a.data,
    a.step,
    b!.data,
    b!.step,
    c!.data,
    c!.step,
  )
}

/** The operation on single numbers, in float64: for folding constants. */
export function evaluateElementwise(
  op: OperationName,
  values: readonly number[],
  from: readonly DataType[],
  to: DataType,
): number {
  const output = allocate(to, 1, 'float64')
  const operands = values.map((value, i): Operand => {
    const data = allocate(from[i]!, 1, 'float64')
    data[0] = value
    return { data, step: 1 }
  })
  elementwiseKernel(op, output, operands, from[0]!, to)()
  return output[0]!
}
