import { suggest } from '../errors/nearest.js'
import { DataError, UnsupportedError } from '../errors/parallax-error.js'
import { sameShape, showShape, sizeOf } from '../graph/shape.js'
import type { DataType, Graph, NodeOf } from '../graph/types.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import type { BackendV1, Feeds, SessionOptions } from './contract.js'
import type { Tensor } from './tensor.js'

/**
 * Throws before anything is allocated if a backend cannot run a graph.
 * @throws {UnsupportedError} with every reason that the backend gives.
 */
export function requireSupport(backend: BackendV1, graph: Graph, options: SessionOptions): void {
  const support = backend.supports(graph, options)
  if (support.supported) return
  throw new UnsupportedError({
    where: `backend ${backend.name}`,
    problem: `it cannot run this program: ${support.reasons.join('; ')}`,
    hint: 'Choose another backend, or change the model.',
  })
}

/**
 * Checks that a tensor can stand for an input: shape, type and the range of indices.
 * @throws {DataError}
 */
export function checkTensor(input: NodeOf<'input'>, tensor: Tensor): void {
  const { name } = input.attributes
  if (!sameShape(input.shape, tensor.shape) || input.dtype !== tensor.dtype) {
    throw new DataError({
      where: `input '${name}'`,
      problem: 'the tensor does not fit',
      expected: `${input.dtype} ${showShape(input.shape)}`,
      received: `${tensor.dtype} ${showShape(tensor.shape)}`,
    })
  }
  checkValues(input, tensor.data, sizeOf(input.shape))
}

/**
 * Checks that a tensor has as many numbers as its shape says. What no program reads yet needs this too:
 * it is put into memory of that shape.
 * @throws {DataError}
 */
export function checkSize(name: string, { shape, data }: Tensor): void {
  if (data.length === sizeOf(shape)) return
  throw new DataError({
    where: `tensor '${name}'`,
    problem: 'the number of elements is wrong',
    expected: `${sizeOf(shape)}, for the shape ${showShape(shape)}`,
    received: String(data.length),
  })
}

/**
 * Checks that feeds are complete, known, and fit `steps` steps.
 * @throws {DataError}
 */
export function checkFeeds(inputs: readonly NodeOf<'input'>[], feeds: Feeds, steps: number): void {
  if (!Number.isSafeInteger(steps) || steps < 1) {
    throw new DataError({
      where: 'runSteps',
      problem: 'the number of steps is wrong',
      expected: 'a whole number of at least 1',
      received: String(steps),
    })
  }
  const names = inputs.map((input) => input.attributes.name)
  for (const name of Object.keys(feeds)) {
    if (names.includes(name)) continue
    throw new DataError({
      where: `feed '${name}'`,
      problem: 'the program has no such input',
      hint: suggest(name, names),
    })
  }
  for (const input of inputs) {
    const { name } = input.attributes
    const data = feeds[name]
    if (data === undefined)
      throw new DataError({ where: `feed '${name}'`, problem: 'it is missing' })
    checkValues(input, data, steps * sizeOf(input.shape))
  }
}

const arrayNames: Record<DataType, readonly string[]> = {
  float: ['Float32Array', 'Float64Array', 'Uint8Array'],
  int32: ['Int32Array', 'Uint8Array'],
  bool: ['Uint8Array'],
}

function checkValues(input: NodeOf<'input'>, data: NumberArray, size: number): void {
  const { name, range } = input.attributes
  const where = `input '${name}'`
  const kind = data.constructor.name
  if (!arrayNames[input.dtype].includes(kind)) {
    const expected = arrayNames[input.dtype].join(' or ')
    throw new DataError({
      where,
      problem: 'the array has the wrong type',
      expected,
      received: kind,
    })
  }
  if (data.length !== size) {
    throw new DataError({
      where,
      problem: 'the number of elements is wrong',
      expected: String(size),
      received: String(data.length),
    })
  }
  if (range === undefined) return
  const [smallest, largest] = range
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (value >= smallest && value <= largest) continue
    throw new DataError({
      where: `${where} element ${i}`,
      problem: 'the value is out of range',
      expected: `${smallest} to ${largest}`,
      received: String(value),
    })
  }
}
