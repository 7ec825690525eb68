import {
  createProgram,
  GraphBuilder,
  type GraphNode,
  inputsOf,
  murmur3,
  type NumberArray,
  type Program,
  type Shape,
  sameShape,
  sizeOf,
  type Tensor,
} from '@parallax-ml/core'

/** A program that nobody would write, with what it needs to run some steps. */
export interface RandomProgram {
  readonly program: Program
  readonly state: Record<string, Tensor>
  readonly feeds: Record<string, NumberArray>
  readonly steps: number
}

const steps = 3
const shapes: readonly Shape[] = [[4], [1, 3], [3, 4], [4, 3], [2, 3, 4], [5, 1]]

/** Whole numbers below a limit, as a pure function of the seed and the number of calls. */
type Pick = (limit: number) => number

function picker(seed: number): Pick {
  let calls = 0
  return (limit) => Math.floor(((murmur3(seed, [calls++]) >>> 0) / 2 ** 32) * limit)
}

/**
 * A random graph over random state, with random updates: chains, shared values, views of state,
 * states that swap, values that are both output and update. All of its functions are continuous
 * and its values stay small, so that executors must agree to a few roundings.
 */
export function randomProgram(seed: number): RandomProgram {
  const pick = picker(seed)
  const choose = <Item>(items: readonly Item[]): Item => items[pick(items.length)]!
  const b = new GraphBuilder()
  const states = Array.from({ length: 2 + pick(2) }, (_, i) =>
    b.input({ name: `state${i}`, source: 'state', shape: choose(shapes), dtype: 'float' }),
  )
  const feed = b.input({ name: 'feed', source: 'feed', shape: choose(shapes), dtype: 'float' })
  const rows = b.input({ name: 'rows', source: 'feed', shape: [3], dtype: 'int32', range: [0, 1] })
  const values: GraphNode[] = [...states, feed]
  for (let i = 0; i < 6 + pick(20); i++) values.push(grow(b, choose(values), values, rows, pick))

  const outputs: Record<string, GraphNode> = {}
  for (let i = 0; i < 1 + pick(3); i++) outputs[`output${i}`] = choose(values)
  const updates: Record<string, GraphNode> = {}
  for (const [i, state] of states.entries()) {
    if (pick(8) === 0) continue
    const fitting = values.filter(({ shape }) => sameShape(shape, state.shape))
    updates[`state${i}`] = pick(3) === 0 ? blend(b, state, choose(values)) : choose(fitting)
  }
  return withNumbers(createProgram(b, { outputs, updates }), pick)
}

/** A value made of one or two others by a random operation. */
function grow(
  b: GraphBuilder,
  x: GraphNode,
  values: readonly GraphNode[],
  rows: GraphNode,
  pick: Pick,
): GraphNode {
  const { shape } = x
  const axis = pick(shape.length)
  const alike = values.filter((value) => sameShape(value.shape, shape))
  const y = alike[pick(alike.length)]!
  const makers: (() => GraphNode)[] = [
    () => b.tanh(x),
    () => b.sigmoid(x),
    () => b.neg(x),
    () => b.relu(x),
    () => b.abs(x),
    () => b.copy(x),
    () => b.softplus(x),
    () => b.sqrt(b.softplus(x)),
    () => b.exp(b.neg(b.abs(x))),
    () => b.log1p(b.abs(x)),
    () => b.mul(b.add(x, y), 0.5),
    () => b.sub(x, b.mul(y, 0.25)),
    () => b.tanh(b.mul(x, y)),
    () => b.div(x, b.add(b.softplus(y), 1)),
    () => b.maximum(x, y),
    () => b.minimum(x, y),
    () => b.select(b.greater(x, 0), x, b.mul(x, 0.1)),
    () => b.tanh(b.sum(x, [axis])),
    () => b.mean(x, [axis]),
    () => b.max(x, [axis]),
    () => b.tanh(b.cumsum(x, axis)),
    () => b.softmax(x),
    () => b.tanh(b.logSoftmax(x)),
    () => b.reverse(x, axis),
    () => b.reshape(x, [sizeOf(shape)]),
    () =>
      b.transpose(
        x,
        shape.map((_, i) => shape.length - 1 - i),
      ),
    () => b.slice(x, axis, 0, Math.max(1, shape[axis]! - 1)),
    () => b.pad(x, axis, pick(2), pick(2)),
    () => b.concat([x, y], axis),
    () =>
      b.broadcast(
        x,
        shape.map((size) => (size === 1 ? 2 : size)),
      ),
  ]
  if (shape[0]! >= 2) makers.push(() => b.gather(x, rows))
  if (shape[0] === 3) makers.push(() => b.tanh(b.scatterAdd(x, rows, 2)))
  if (shape.length >= 2) makers.push(() => b.tanh(b.matmul(x, y, { transposeB: true })))
  const made = makers[pick(makers.length)]!()
  return sizeOf(made.shape) <= 200 && made.shape.length <= 3 ? made : b.tanh(x)
}

/** A new value for a state out of any other value. */
function blend(b: GraphBuilder, state: GraphNode, other: GraphNode): GraphNode {
  return b.tanh(b.add(state, b.reshape(b.mean(other), [])))
}

function withNumbers(program: Program, pick: Pick): RandomProgram {
  const number = (): number => Math.fround(pick(4001) / 1000 - 2)
  const state: Record<string, Tensor> = {}
  const feeds: Record<string, NumberArray> = {}
  for (const { shape, dtype, attributes } of inputsOf(program.graph)) {
    const { name, source } = attributes
    const size = sizeOf(shape)
    if (source === 'state')
      state[name] = { shape, dtype, data: Float64Array.from({ length: size }, number) }
    else if (dtype === 'int32')
      feeds[name] = Int32Array.from({ length: steps * size }, () => pick(2))
    else feeds[name] = Float64Array.from({ length: steps * size }, number)
  }
  return { program, state, feeds, steps }
}
