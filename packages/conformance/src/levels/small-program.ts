import {
  createProgram,
  GraphBuilder,
  type GraphNode,
  inputsOf,
  type NumberArray,
  type Shape,
  sizeOf,
  stridesOf,
  type Tensor,
} from '@parallax-ml/core'
import type { Bound, CaseContext, ConformanceCase, Level } from '../case.js'
import { execute } from '../execute.js'
import { exact } from './vectors.js'

/** A program of a few nodes, what it is fed, and what comes out. */
export interface SmallProgram<Feed extends string> {
  /** By name; where there are several steps, the shape is that of one of them. */
  readonly feeds: Readonly<Record<Feed, Tensor>>
  /** The outputs by name. */
  build(b: GraphBuilder, inputs: Readonly<Record<Feed, GraphNode>>): Record<string, GraphNode>
  readonly expected: Readonly<Record<string, ArrayLike<number>>>
  /** Exact by default. */
  readonly bound?: (context: CaseContext) => Bound
  /** Default 1. */
  readonly steps?: number
}

/** A case that runs a small program and compares each output with the numbers that it must give. */
export const smallCase = <Feed extends string>(
  level: Level,
  name: string,
  program: SmallProgram<Feed>,
): ConformanceCase => ({ level, name, run: (context) => checkProgram(context, program) })

async function checkProgram<Feed extends string>(
  context: CaseContext,
  { feeds, build, expected, bound = () => exact, steps = 1 }: SmallProgram<Feed>,
): Promise<void> {
  const b = new GraphBuilder()
  const given = Object.entries(feeds) as [Feed, Tensor][]
  const inputs = given.map(([name, { shape, dtype }]) => [
    name,
    b.input({ name, source: 'feed', shape, dtype }),
  ])
  const outputs = build(b, Object.fromEntries(inputs) as Record<Feed, GraphNode>)
  const program = createProgram(b, { outputs })
  const used = inputsOf(program.graph).map(({ attributes }) => attributes.name)
  const data: [string, NumberArray][] = given.map(([name, tensor]) => [name, tensor.data])
  const { outputs: actual } = await execute(context.backend, context.precision, {
    program,
    feeds: Object.fromEntries(data.filter(([name]) => used.includes(name))),
    steps,
  })
  for (const [name, values] of Object.entries(expected)) {
    context.compare(actual[name]!, values, bound(context), name)
  }
}

/** A vector of floats. */
export const vector = (...data: number[]): Tensor => ({
  shape: [data.length],
  dtype: 'float',
  data: Float64Array.from(data),
})

/** A tensor of floats whose elements are given by their indices. */
export const tensorOf = (shape: Shape, at: (...indices: number[]) => number): Tensor => ({
  shape,
  dtype: 'float',
  data: Float64Array.from({ length: sizeOf(shape) }, (_, i) =>
    at(...stridesOf(shape).map((stride, axis) => Math.floor(i / stride) % shape[axis]!)),
  ),
})
