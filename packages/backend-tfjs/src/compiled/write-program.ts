import {
  type DataType,
  inputsOf,
  type NodeOf,
  type Precision,
  type Program,
  type Shape,
  sizeOf,
  stateOf,
} from '@parallax-ml/core'
import { savedModel } from '../saved-model/saved-model.js'
import { type Ref, Scope } from '../saved-model/scope.js'
import { attribute, type TensorType } from '../saved-model/values.js'
import { lowerGraph } from './lower.js'
import { tensorType } from './rule.js'
import { cast, gather, reshape } from './structure.js'
import { sentShape } from './transfer.js'

/** A program as TensorFlow loads it, and the keys of its signature by what they stand for. */
export interface WrittenProgram {
  readonly bytes: Uint8Array
  /** Keys of state, bound data and feeds, by `source/name`. */
  readonly inputs: ReadonlyMap<string, string>
  readonly outputs: ReadonlyMap<string, string>
  readonly updates: ReadonlyMap<string, string>
}

/** The key under which the number of steps is fed. */
export const stepsKey = 'steps'

/** Names the value of an input, among those of a program. */
export const slotOf = ({ attributes }: NodeOf<'input'>): string =>
  `${attributes.source}/${attributes.name}`

interface Facts {
  readonly precision: Precision
  /** Whether bound data of that name are held in bytes. */
  readonly isBytes: (name: string) => boolean
}

/**
 * Writes a program as a SavedModel whose one signature runs any number of steps: a loop carries the
 * step, the state, all that steps read, and an array for each output, which steps fill row by row.
 */
export function writeProgram(program: Program, { precision, isBytes }: Facts): WrittenProgram {
  const float = precision === 'float32' ? 'float' : 'double'
  const { graph, outputs, updates } = program
  const states = stateOf(program)
  const others = inputsOf(graph).filter(({ attributes }) => attributes.source !== 'state')
  const carried = [...states, ...others]
  const results = Object.values(outputs)
  const root = new Scope()

  const isInBytes = ({ attributes }: NodeOf<'input'>): boolean =>
    attributes.source === 'bound' && isBytes(attributes.name)
  const keys = new Map(carried.map((input, i) => [slotOf(input), `input${i}`]))
  const placeholders = new Map<string, Ref>()
  const start = carried.map((input) => {
    const name = keys.get(slotOf(input))!
    const [fed, value] = isInBytes(input)
      ? bytesInput(root, name, input.shape)
      : numbersInput(root, name, input, precision)
    placeholders.set(name, fed)
    return value
  })
  const steps = root.placeholder(stepsKey, 'int32', [])
  placeholders.set(stepsKey, steps)
  const empty = results.map((id) => {
    const { shape, dtype } = graph.nodes[id]!
    const rows = [reshape(root, steps, [1]), root.wholes(shape)]
    const sizes = root.op('ConcatV2', [...rows, root.scalar('int32', 0)], {
      attributes: { N: attribute.whole(2) },
    })
    return root.op('Fill', [sizes, root.scalar(tensorType(dtype, float), 0)])
  })

  const body = (scope: Scope, [step, count, ...values]: readonly Ref[]): Ref[] => {
    const known = (ref: Ref, shape: Shape): Ref =>
      scope.op('EnsureShape', [ref], { attributes: { shape: attribute.shape(shape) } })
    const slots = new Map(carried.map((input, i) => [slotOf(input), values[i]!]))
    const wanted = [...results, ...Object.values(updates)]
    const computed = lowerGraph(graph, wanted, {
      scope,
      float,
      input(node) {
        const value = slots.get(slotOf(node))!
        if (node.attributes.source === 'feed') return known(gather(scope, value, step!), node.shape)
        const shown = known(value, node.shape)
        return isInBytes(node) ? cast(scope, shown, tensorType(node.dtype, float)) : shown
      },
      hiddenZero() {
        const zero = scope.op('Minimum', [step!, scope.scalar('int32', 0)])
        return cast(scope, zero, float)
      },
      rowsOf(table, rows) {
        if (!isInBytes(table)) return undefined
        const bytes = known(slots.get(slotOf(table))!, table.shape)
        return cast(scope, gather(scope, bytes, rows), tensorType(table.dtype, float))
      },
    })
    const updated = new Map(
      Object.keys(updates).map((name, i) => [name, computed[results.length + i]!]),
    )
    const kept = carried.map((input, i) => {
      const { name, source } = input.attributes
      return (source === 'state' ? updated.get(name) : undefined) ?? values[i]!
    })
    const arrays = results.map((id, i) => {
      const array = values[carried.length + i]!
      const row = reshape(scope, computed[i]!, [1, ...graph.nodes[id]!.shape])
      return scope.op('TensorScatterUpdate', [array, reshape(scope, step!, [1, 1]), row])
    })
    return [scope.op('AddV2', [step!, scope.scalar('int32', 1)]), count!, ...kept, ...arrays]
  }

  const [, , ...final] = root.while(
    [root.scalar('int32', 0), steps, ...start, ...empty],
    (scope, [step, count]) => scope.op('Less', [step!, count!]),
    body,
    { lowered: hasConvolution(program) },
  )

  const fetched: Record<string, Ref> = {}
  const fetch = (key: string, ref: Ref, dtype: DataType): string => {
    const isWide = dtype === 'float' && precision === 'float64'
    // An operation of its own for each result, so that all are fetched by a name.
    fetched[key] = isWide ? bitcast(root, ref, 'int32') : root.op('Identity', [ref])
    return key
  }
  const outputKeys = Object.entries(outputs).map(([name, id], i) => {
    const ref = final[carried.length + i]!
    return [name, fetch(`output${i}`, ref, graph.nodes[id]!.dtype)] as const
  })
  const updateKeys = Object.entries(updates).map(([name, id], i) => {
    const at = states.findIndex(({ attributes }) => attributes.name === name)
    return [name, fetch(`update${i}`, final[at]!, graph.nodes[id]!.dtype)] as const
  })
  return {
    bytes: savedModel(root, Object.fromEntries(placeholders), fetched),
    inputs: keys,
    outputs: new Map(outputKeys),
    updates: new Map(updateKeys),
  }
}

const hasConvolution = ({ graph }: Program): boolean =>
  graph.nodes.some(({ op }) => op.startsWith('conv'))

const bitcast = (scope: Scope, ref: Ref, type: TensorType): Ref =>
  scope.op('Bitcast', [ref], { type, attributes: { type: attribute.type(type) } })

type Input = readonly [placeholder: Ref, value: Ref]

/** Data that cross as they are, or as the two halves of each number; feeds have an axis of steps. */
function numbersInput(
  scope: Scope,
  name: string,
  { shape, dtype, attributes }: NodeOf<'input'>,
  precision: Precision,
): Input {
  const isFeed = attributes.source === 'feed'
  const sent = sentShape(isFeed ? [-1, ...shape] : shape, dtype, precision)
  const isWide = dtype === 'float' && precision === 'float64'
  const fed = scope.placeholder(name, isWide ? 'int32' : tensorType(dtype, 'float'), sent)
  return [fed, isWide ? bitcast(scope, fed, 'double') : fed]
}

/** Bytes that cross as int32; the last ones may be filling. */
function bytesInput(scope: Scope, name: string, shape: Shape): Input {
  const size = sizeOf(shape)
  const words = Math.ceil(size / 4)
  const fed = scope.placeholder(name, 'int32', [words])
  const bytes = reshape(scope, bitcast(scope, fed, 'uint8'), [4 * words])
  const own = scope.op('Slice', [bytes, scope.wholes([0]), scope.wholes([size])])
  return [fed, reshape(scope, own, shape)]
}
