import {
  createModel,
  createProgram,
  dense,
  dropout,
  GraphBuilder,
  type ModelSpec,
  normalization,
  type Program,
  parseSpec,
  sequential,
  validateProgram,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { execute } from '../execute.js'
import { randomProgram } from '../samples/random-program.js'

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

/** The same bits: NaN equals NaN, and 0 differs from −0. */
function requireSameBits(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
): void {
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue
    throw new Error(
      `${what}: element ${i} is ${actual[i]} after the round trip, not ${expected[i]}`,
    )
  }
}

async function checkProgram(context: CaseContext, program: Program, inputs: object): Promise<void> {
  const copy = throughJson(program)
  validateProgram(copy)
  const { backend, precision } = context
  const before = await execute(backend, precision, { program, ...inputs })
  const after = await execute(backend, precision, { program: copy, ...inputs })
  for (const [name, values] of Object.entries(before.outputs)) {
    requireSameBits(after.outputs[name]!, values, name)
  }
}

/** Constants of every awkward kind, as single numbers and in arrays. */
function awkwardConstants(): Program {
  const values = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    -0,
    1 / 3,
    2 ** -20,
  ]
  const b = new GraphBuilder()
  const x = b.input({ name: 'x', source: 'feed', shape: [values.length], dtype: 'float' })
  const splats = values.map((value) => b.copy(b.constant(value, [2])))
  const outputs = Object.fromEntries(splats.map((node, i) => [`splat${i}`, node]))
  return createProgram(b, {
    outputs: { ...outputs, sum: b.add(x, b.constants(values, [values.length])) },
  })
}

const spec: ModelSpec = sequential({
  inputShape: [3],
  layers: [
    normalization({ mean: [0, 1, 2], variance: [1, 4, 9] }),
    dense({ units: 4, activation: 'relu', kernelInitializer: 'heNormal' }),
    dropout({ rate: 0.5 }),
    dense({ units: 2, activation: 'softmax', useBias: false }),
  ],
})

/** Specs and programs mean the same after a round trip through JSON, to the bit. */
export const roundTripCases = (): ConformanceCase[] => [
  {
    level: 'round trips',
    name: 'constants: NaN, infinities, both zeros',
    run: (context) =>
      checkProgram(context, awkwardConstants(), { feeds: { x: new Float64Array(7) } }),
  },
  {
    level: 'round trips',
    name: 'constants keep the sign of zero',
    async run({ backend, precision }) {
      const b = new GraphBuilder()
      const one = b.input({ name: 'one', source: 'feed', shape: [4], dtype: 'float' })
      const zeros = b.concat([b.constants([-0, 0, 1], [3]), b.constant(-0, [1])], 0)
      const program = throughJson(createProgram(b, { outputs: { quotient: b.div(one, zeros) } }))
      const feeds = { one: Float64Array.of(1, 1, 1, 1) }
      const { outputs } = await execute(backend, precision, { program, feeds })
      const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number
      const expected = [NEGATIVE_INFINITY, POSITIVE_INFINITY, 1, NEGATIVE_INFINITY]
      requireSameBits(outputs.quotient!, expected, 'quotient')
    },
  },
  {
    level: 'round trips',
    name: 'a spec and its predictions',
    async run({ backend, precision }) {
      const x = [
        [1, 2, 3],
        [-1, 0, 5],
      ]
      const models = [spec, parseSpec(throughJson(spec))].map((each) =>
        createModel(each, { backend, precision, seed: 5 }),
      )
      const [first, second] = await Promise.all(models.map((model) => model.predict(x)))
      await Promise.all(models.map((model) => model.dispose()))
      requireSameBits(second!.data, first!.data, 'predictions')
    },
  },
  ...Array.from({ length: 10 }, (_, i): ConformanceCase => {
    const seed = 10_000 + i
    return {
      level: 'round trips',
      name: `random program ${seed}`,
      run(context) {
        const { program, ...inputs } = randomProgram(seed)
        return checkProgram(context, program, inputs)
      },
    }
  }),
]
