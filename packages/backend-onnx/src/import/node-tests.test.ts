import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type BackendV1,
  createProgram,
  GraphBuilder,
  inputsOf,
  interpreter,
  isParallaxError,
  type NumberArray,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { hasPython, runPython } from '../../../../test/python/python.js'
import { createOnnxBackend } from '../index.js'
import { buildNetwork } from './build-network.js'
import { decodeModel } from './decode.js'
import type { HostTensor } from './network.js'
import type { Operand } from './operand.js'
import { knownOperations } from './operations/index.js'
import { readNetwork } from './read-network.js'

// ONNX's own tests of its operations, which its Python package brings along.

interface GivenTensor {
  readonly kind: string
  readonly shape: readonly number[]
  readonly data: readonly string[] | null
}
interface NodeTest {
  readonly name: string
  readonly model: string
  readonly tensors: { readonly input: GivenTensor[]; readonly output: GivenTensor[] } | null
}

const script = readFileSync(join(import.meta.dirname, '../../testing/node_tests.py'), 'utf8')
const { total, cases } = (
  hasPython ? runPython(script, [JSON.stringify(knownOperations)]) : { total: 0, cases: [] }
) as { readonly total: number; readonly cases: readonly NodeTest[] }

const numberOf = (text: string): number =>
  ({ inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY, nan: Number.NaN })[text] ??
  Number(text)

/** Runs a test on a backend; the error that refuses it, or how far it is off. */
async function run({ model, tensors }: NodeTest, backend: BackendV1, constantInputs: boolean) {
  const decoded = decodeModel(Buffer.from(model, 'base64'))
  let worst = 0
  for (const [i, { name }] of decoded.graph.output.entries()) {
    if (name === '') continue
    const { network, weights } = readNetwork(decoded, name)
    const b = new GraphBuilder()
    const given = new Map<string, Operand>()
    for (const { value, name: weight } of network.weights) given.set(value, weights.get(weight)!)
    const feeds: Record<string, NumberArray> = {}
    for (const { name: input, dtype } of network.inputs) {
      const at = decoded.graph.input.findIndex((each) => each.name === input)
      const { shape, data } = tensors!.input[at]!
      const numbers = data!.map(numberOf)
      const isConstant = constantInputs && (dtype !== 'float' || numbers.length < 2)
      const host: HostTensor = { shape, dtype, data: numbers }
      given.set(input, isConstant ? host : b.input({ name: input, source: 'feed', shape, dtype }))
      const arrays = { float: Float64Array, int32: Int32Array, bool: Uint8Array }
      if (!isConstant) feeds[input] = arrays[dtype].from(numbers)
    }
    const result = buildNetwork(b, network, given)
    const wanted = tensors!.output[i]!
    expect(result.shape).toEqual(wanted.shape)
    const session = await backend.open({ precision: 'float32' })
    const program = createProgram(b, { outputs: { result } })
    const read = inputsOf(program.graph).map(({ attributes }) => attributes.name)
    const fed = Object.entries(feeds).filter(([name]) => read.includes(name))
    const compiled = await session.compile(program)
    const { result: data } = await compiled.run(Object.fromEntries(fed))
    await session.dispose()
    const allowed = /FLOAT16/.test(wanted.kind) ? 1e-2 : 1e-5
    worst = Math.max(worst, distance(data!, wanted.data!.map(numberOf)) / allowed)
  }
  return worst
}

/** The largest deviation, relative to 1 + the number; numbers of half precision are read as such. */
function distance(actual: NumberArray, wanted: readonly number[]): number {
  const gaps = wanted.map((value, i) => {
    if (Object.is(value, actual[i]) || value === actual[i]) return 0
    return Math.abs(actual[i]! - value) / (1 + Math.abs(value))
  })
  return gaps.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(0, ...gaps)
}

async function outcomeOf(nodeTest: NodeTest, backend: BackendV1): Promise<string> {
  for (const constantInputs of [false, true]) {
    try {
      const worst = await run(nodeTest, backend, constantInputs)
      return worst <= 1 ? 'passed' : `off by ${worst} times what is allowed`
    } catch (error) {
      if (!isParallaxError(error)) return `${(error as Error).message}`.split('\n')[0]!
      if (constantInputs) return `refused: ${error.message}`
    }
  }
  return 'refused'
}

describe.skipIf(!hasPython)('node tests of onnx 1.22.0', () => {
  test.each([interpreter, createOnnxBackend()])(
    'on $name',
    async (backend) => {
      const outcomes = new Map<string, string>()
      for (const each of cases) outcomes.set(each.name, await outcomeOf(each, backend))
      const refused = [...outcomes].filter(([, outcome]) => outcome.startsWith('refused'))
      const failed = [...outcomes].filter(
        ([, outcome]) => outcome !== 'passed' && !outcome.startsWith('refused'),
      )
      const passed = cases.length - refused.length - failed.length
      console.log(
        `${backend.name}: of ${total} node tests ${cases.length} use known operations only; ${passed} passed, ${refused.length} refused`,
      )
      expect(failed).toEqual([])
      // Refused are types that core has not, modes that are not known, and empty tensors.
      expect(passed).toBeGreaterThanOrEqual(857)
    },
    300_000,
  )
})
