import * as core from '@parallax-ml/core'
import { evaluate, operations } from './toy-operations.js'

/** Settings of {@link createToyBackend}. */
export interface ToyBackendOptions {
  /** Operations that it shall declare unsupported. */
  readonly without?: readonly core.OperationName[]
}

/** A backend that shows what every backend must do, by the plainest means. */
export function createToyBackend({ without = [] }: ToyBackendOptions = {}): core.BackendV1 {
  const known = ['input', ...operations]
  const backend: core.BackendV1 = {
    contract: 'v1',
    name: 'toy',
    info: async () => ({
      engine: { name: 'toy', version: core.version, native: false },
      device: 'cpu',
      threads: 1,
      precisions: ['float32', 'float64'],
      path: 'plain functions',
    }),
    supports({ nodes }) {
      const missing = nodes.filter(({ op }) => without.includes(op) || !known.includes(op))
      const reasons = [...new Set(missing.map(({ op }) => `it has no ${op}`))]
      return reasons.length === 0 ? { supported: true } : { supported: false, reasons }
    },
    open: async ({ precision }) => openSession(backend, precision),
  }
  return backend
}

/** Its tensors are replaced as a whole and never changed, so a step cannot spoil the old state. */
function openSession(backend: core.BackendV1, precision: core.Precision): core.SessionV1 {
  const memory = { state: new Map<string, core.Tensor>(), bound: new Map<string, core.Tensor>() }
  // What programs expect of these tensors.
  const declared = new Map<unknown, readonly core.NodeOf<'input'>[]>()
  const live = new Set<unknown>(['session'])

  const requireLive = (what: string, which: unknown = what): void => {
    if (!live.has(which)) throw new core.DisposedError(what)
  }

  const get = (source: 'state' | 'bound', name: string): core.Tensor => {
    const tensor = memory[source].get(name)
    if (tensor) return tensor
    throw new core.DataError({ where: `${source} '${name}'`, problem: 'the session has none' })
  }

  /** Numbers as memory of that type holds them: float32 rounds, int32 wraps. Always a copy. */
  const hold = (like: Pick<core.Tensor, 'shape' | 'dtype'>, numbers: ArrayLike<number>) => {
    const float = precision === 'float32' ? Float32Array : Float64Array
    const data = { float, int32: Int32Array, bool: Uint8Array }[like.dtype].from(numbers)
    return { shape: like.shape, dtype: like.dtype, data }
  }

  async function put(source: 'state' | 'bound', tensors: Readonly<Record<string, core.Tensor>>) {
    requireLive('session')
    for (const [name, tensor] of Object.entries(tensors)) core.checkSize(name, tensor)
    for (const input of [...declared.values()].flat()) {
      const tensor = input.attributes.source === source && tensors[input.attributes.name]
      if (tensor) core.checkTensor(input, tensor)
    }
    for (const [name, tensor] of Object.entries(tensors)) {
      memory[source].set(name, hold(tensor, tensor.data))
    }
  }

  async function compile({ graph, outputs, updates }: core.Program): Promise<core.ProgramV1> {
    requireLive('session')
    core.requireSupport(backend, graph, { precision })
    const written = new core.GraphBuilder() // state may be updated without being read
    for (const [name, id] of Object.entries(updates)) {
      const { shape, dtype } = graph.nodes[id]!
      written.input({ name, source: 'state', shape, dtype })
    }
    const inputs = [...core.inputsOf(graph), ...core.inputsOf(written)]
    const fed = inputs.filter(({ attributes }) => attributes.source === 'feed')
    const isNew = ({ attributes: { name, source } }: core.NodeOf<'input'>): boolean =>
      source === 'state' && !memory.state.has(name)
    for (const input of inputs) {
      const { name, source } = input.attributes
      if (source !== 'feed' && !isNew(input)) core.checkTensor(input, get(source, name))
    }
    for (const input of inputs.filter(isNew)) {
      memory.state.set(
        input.attributes.name,
        hold(input, new Array(core.sizeOf(input.shape)).fill(0)),
      )
    }

    /** Computes every node, then lets the new state take the place of the old. */
    function step(feeds: core.Feeds, i: number): core.Tensor[] {
      const read = ({ shape, attributes: { name, source } }: core.NodeOf<'input'>) => {
        if (source !== 'feed') return get(source, name).data
        const size = core.sizeOf(shape)
        return feeds[name]!.subarray(i * size, (i + 1) * size)
      }
      const values: core.Tensor[] = []
      for (const node of graph.nodes) {
        const operands = node.inputs.map((id) => values[id]!)
        values.push(hold(node, node.op === 'input' ? read(node) : evaluate(node, operands)))
      }
      for (const [name, id] of Object.entries(updates)) memory.state.set(name, values[id]!)
      return values
    }

    const program: core.ProgramV1 = {
      run: (feeds) => program.runSteps(feeds, 1),
      async runSteps(feeds, steps) {
        requireLive('program', program)
        core.checkFeeds(fed, feeds, steps)
        const results: [name: string, id: number, numbers: number[]][] = []
        for (const [name, id] of Object.entries(outputs)) results.push([name, id, []])
        for (let i = 0; i < steps; i++) {
          const values = step(feeds, i)
          for (const [, id, numbers] of results) for (const x of values[id]!.data) numbers.push(x)
        }
        return Object.fromEntries(
          results.map(([name, id, numbers]) => [name, hold(graph.nodes[id]!, numbers).data]),
        )
      },
      async dispose() {
        for (const held of [live, declared]) held.delete(program)
      },
    }
    live.add(program)
    declared.set(program, inputs)
    return program
  }

  return {
    bind: (name, tensor) => put('bound', { [name]: tensor }),
    compile,
    async readState(names = [...memory.state.keys()]) {
      requireLive('session')
      const tensors = names.map((name) => [name, get('state', name)] as const)
      return Object.fromEntries(tensors.map(([name, each]) => [name, hold(each, each.data)]))
    },
    writeState: (state) => put('state', state),
    async dispose() {
      for (const held of [live, memory.state, memory.bound]) held.clear()
    },
  }
}
