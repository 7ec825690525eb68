import {
  type DataType,
  decodeNumber,
  decodeNumbers,
  type GraphNode,
  type NumberArray,
  type Program,
  type Shape,
  sizeOf,
} from '@parallax-ml/core'
import type * as Tf from '@tensorflow/tfjs-core'
import type { Engine, Source } from '../session.js'
import type { ComputeNode, TfCore } from './rule.js'

/** Runs work with an engine of TensorFlow.js, and gives the user's own its place again. */
export type WithEngine = <Result>(work: (tf: TfCore) => Result) => Result

/** Programs node by node, through TensorFlow.js. */
export function eagerEngine(withEngine: WithEngine, compute: ComputeNode): Engine<Tf.Tensor> {
  return {
    hold({ shape, dtype, data }, source) {
      const isBytes = source === 'bound' && data instanceof Uint8Array
      const handle = withEngine((tf) => send(tf, data, shape, dtype))
      return { shape, dtype, handle, isBytes }
    },
    read: ({ handle }) => withEngine(() => receive(handle)),
    release: (handle) => handle.dispose(),

    async prepare(program) {
      const constants = withEngine((tf) => constantsOf(tf, program))
      return {
        run(stores, feeds, steps) {
          return withEngine((tf) => {
            const state = new Map([...stores.state].map(([name, { handle }]) => [name, handle]))
            const owned = new Set<Tf.Tensor>()
            const outputs: Record<string, NumberArray> = {}
            const runStep = (step: number): void => {
              const input = (node: GraphNode & { op: 'input' }): Tf.Tensor => {
                const { name, source } = node.attributes
                if (source === 'state') return state.get(name)!
                if (source === 'bound') return stores[source as Source].get(name)!.handle
                const size = sizeOf(node.shape)
                const part = feeds[name]!.subarray(step * size, (step + 1) * size)
                return send(tf, part, node.shape, node.dtype)
              }
              const results = tf.tidy(() => {
                const values = valuesOf(program, constants, input, (node, inputs) =>
                  compute(tf, node, inputs),
                )
                // Clones, so that a value may be an input, and updated twice, and still be owned once.
                const pick = (ids: Readonly<Record<string, number>>) =>
                  Object.entries(ids).map(([name, id]) => [name, tf.clone(values[id]!)] as const)
                const [outs, updates] = [pick(program.outputs), pick(program.updates)]
                for (const [, tensor] of updates) tf.keep(tensor)
                for (const [name, tensor] of outs) append(outputs, name, tensor, step, steps)
                return updates.map(([name, tensor]) => ({ name, tensor }))
              })
              for (const { name, tensor } of results) {
                const old = state.get(name)!
                if (owned.delete(old)) old.dispose()
                state.set(name, tensor)
                owned.add(tensor)
              }
            }
            try {
              for (let step = 0; step < steps; step++) runStep(step)
            } catch (error) {
              for (const tensor of owned) tensor.dispose()
              throw error
            }
            const updated = Object.keys(program.updates).map((name) => [name, state.get(name)!])
            return { outputs, state: Object.fromEntries(updated) }
          })
        },
        dispose: () => {
          for (const tensor of constants.values()) tensor.dispose()
          constants.clear()
        },
      }
    },
  }
}

/** All values of one step. */
function valuesOf(
  { graph }: Program,
  constants: ReadonlyMap<number, Tf.Tensor>,
  input: (node: GraphNode & { op: 'input' }) => Tf.Tensor,
  compute: (node: GraphNode, inputs: readonly Tf.Tensor[]) => Tf.Tensor,
): Tf.Tensor[] {
  const values: Tf.Tensor[] = []
  for (const node of graph.nodes) {
    const known = constants.get(node.id)
    if (known) values.push(known)
    else if (node.op === 'input') values.push(input(node))
    else {
      const inputs = node.inputs.map((id) => values[id]!)
      values.push(compute(node, inputs))
    }
  }
  return values
}

function constantsOf(tf: TfCore, { graph }: Program): Map<number, Tf.Tensor> {
  const constants = new Map<number, Tf.Tensor>()
  for (const { id, op, attributes, shape, dtype } of graph.nodes) {
    if (op !== 'constant') continue
    const numbers =
      'value' in attributes
        ? new Float64Array(sizeOf(shape)).fill(decodeNumber(attributes.value))
        : decodeNumbers(attributes.data)
    constants.set(id, tf.keep(send(tf, numbers, shape, dtype)))
  }
  return constants
}

function send(tf: TfCore, data: ArrayLike<number>, shape: Shape, dtype: DataType): Tf.Tensor {
  if (dtype === 'int32') return tf.tensor(Int32Array.from(data), [...shape], 'int32')
  if (dtype === 'bool') return tf.tensor(Uint8Array.from(data), [...shape], 'bool')
  return tf.tensor(Float32Array.from(data), [...shape], 'float32')
}

/** A copy of the numbers, in the array that the type has. */
function receive(tensor: Tf.Tensor): NumberArray {
  const data = tensor.dataSync()
  if (tensor.dtype === 'bool') return Uint8Array.from(data)
  return tensor.dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data)
}

/** Writes an output of a step to its place among those of all steps. */
function append(
  outputs: Record<string, NumberArray>,
  name: string,
  tensor: Tf.Tensor,
  step: number,
  steps: number,
): void {
  const part = receive(tensor)
  const Kind = part.constructor as new (length: number) => NumberArray
  outputs[name] ??= new Kind(part.length * steps)
  outputs[name].set(part, step * part.length)
}
