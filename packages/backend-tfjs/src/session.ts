import {
  type BackendV1,
  checkFeeds,
  checkSize,
  checkTensor,
  DataError,
  DisposedError,
  type Feeds,
  inputsOf,
  type NodeOf,
  type NumberArray,
  type Precision,
  type Program,
  type ProgramV1,
  requireSupport,
  type SessionV1,
  sizeOf,
  stateOf,
  suggest,
  type Tensor,
} from '@parallax-ml/core'

/** Where tensors are that stay: state, which programs update, and data, which they only read. */
export type Source = 'state' | 'bound'

/** A tensor that an engine holds. */
export interface Held<Handle> extends Pick<Tensor, 'shape' | 'dtype'> {
  readonly handle: Handle
  /** Whether it is held in bytes, to take little memory. */
  readonly isBytes: boolean
}

/** Tensors of the session, by name. */
export type Store<Handle> = ReadonlyMap<string, Held<Handle>>

/** A program as an engine has prepared it. */
export interface Prepared<Handle> {
  /** Runs some steps; gives the outputs, and the new values of the state that it updates. */
  run(
    stores: Readonly<Record<Source, Store<Handle>>>,
    feeds: Feeds,
    steps: number,
  ): { outputs: Record<string, NumberArray>; state: Record<string, Handle> }
  dispose(): void
}

/** What a session needs of an engine. */
export interface Engine<Handle> {
  /** Copies a tensor in; `bound` bytes may stay bytes. */
  hold(tensor: Tensor, source: Source): Held<Handle>
  /** A copy of what is held. */
  read(held: Held<Handle>): NumberArray
  release(handle: Handle): void
  prepare(program: Program, bound: Store<Handle>): Promise<Prepared<Handle>>
}

/** Opens a session over an engine: everything of the contract that does not depend on it. */
export function openSession<Handle>(
  backend: BackendV1,
  precision: Precision,
  engine: Engine<Handle>,
): SessionV1 {
  const stores = { state: new Map<string, Held<Handle>>(), bound: new Map<string, Held<Handle>>() }
  const claims = new Map<Prepared<Handle>, readonly NodeOf<'input'>[]>()
  let isOpen = true

  const requireOpen = (): void => {
    if (!isOpen) throw new DisposedError('session')
  }

  const replace = (source: Source, name: string, held: Held<Handle>): void => {
    const old = stores[source].get(name)
    stores[source].set(name, held)
    if (old) engine.release(old.handle)
  }

  /** Holds all of them; if one cannot be held, none. */
  function holdAll(
    source: Source,
    tensors: Readonly<Record<string, Tensor>>,
  ): Map<string, Held<Handle>> {
    const all = new Map<string, Held<Handle>>()
    try {
      for (const [name, tensor] of Object.entries(tensors)) {
        all.set(name, engine.hold(tensor, source))
      }
    } catch (error) {
      for (const { handle } of all.values()) engine.release(handle)
      throw error
    }
    return all
  }

  /** Copies tensors in; all of them, or none if one does not fit what programs expect. */
  function write(source: Source, tensors: Readonly<Record<string, Tensor>>): void {
    requireOpen()
    for (const [name, tensor] of Object.entries(tensors)) checkSize(name, tensor)
    for (const input of [...claims.values()].flat()) {
      const { name } = input.attributes
      const tensor = input.attributes.source === source ? tensors[name] : undefined
      if (tensor === undefined) continue
      checkTensor(input, tensor)
      if (source === 'bound') requireSameKind(name, stores.bound.get(name)!.isBytes, tensor)
    }
    for (const [name, held] of holdAll(source, tensors)) replace(source, name, held)
  }

  function requireState(name: string): Held<Handle> {
    const held = stores.state.get(name)
    if (held) return held
    const hint = suggest(name, [...stores.state.keys()])
    throw new DataError({
      where: `state '${name}'`,
      problem: 'the session has no such state',
      hint,
    })
  }

  /** Checks what is there against what a program reads. State that is new is not there yet. */
  function checkResident(inputs: readonly NodeOf<'input'>[]): void {
    for (const input of inputs) {
      const { name, source } = input.attributes
      const held = stores[source as Source].get(name)
      // Only a range needs the numbers themselves.
      const numbers = (): NumberArray =>
        input.attributes.range ? engine.read(held!) : new Uint8Array(sizeOf(held!.shape))
      if (held) checkTensor(input, { ...held, data: numbers() })
      else if (source === 'bound') throw notBound(name)
    }
  }

  async function compile(program: Program): Promise<ProgramV1> {
    requireOpen()
    requireSupport(backend, program.graph, { precision })
    const all = inputsOf(program.graph)
    const fed = all.filter(({ attributes }) => attributes.source === 'feed')
    const bound = all.filter(({ attributes }) => attributes.source === 'bound')
    const resident = [...bound, ...stateOf(program)]
    checkResident(resident)
    const prepared = await engine.prepare(program, stores.bound)
    if (!isOpen) {
      prepared.dispose()
      requireOpen()
    }
    for (const { attributes, shape, dtype } of resident) {
      if (attributes.source !== 'state' || stores.state.has(attributes.name)) continue
      const zeros = { shape, dtype, data: new Uint8Array(sizeOf(shape)) }
      stores.state.set(attributes.name, engine.hold(zeros, 'state'))
    }
    claims.set(prepared, resident)

    async function runSteps(feeds: Feeds, steps: number): Promise<Record<string, NumberArray>> {
      requireOpen()
      if (!claims.has(prepared)) throw new DisposedError('program')
      checkFeeds(fed, feeds, steps)
      const { outputs, state } = prepared.run(stores, feeds, steps)
      for (const [name, handle] of Object.entries(state)) {
        replace('state', name, { ...stores.state.get(name)!, handle })
      }
      return outputs
    }

    return {
      run: (feeds) => runSteps(feeds, 1),
      runSteps,
      async dispose() {
        if (claims.delete(prepared)) prepared.dispose()
      },
    }
  }

  return {
    bind: async (name, tensor) => write('bound', { [name]: tensor }),
    writeState: async (state) => write('state', state),
    compile,
    async readState(names = [...stores.state.keys()]) {
      requireOpen()
      const found = names.map((name) => [name, requireState(name)] as const)
      return Object.fromEntries(
        found.map(([name, held]) => {
          const { shape, dtype } = held
          return [name, { shape, dtype, data: engine.read(held) }]
        }),
      )
    },
    async dispose() {
      isOpen = false
      for (const prepared of claims.keys()) prepared.dispose()
      claims.clear()
      for (const store of Object.values(stores)) {
        for (const { handle } of store.values()) engine.release(handle)
        store.clear()
      }
    },
  }
}

const notBound = (name: string): DataError =>
  new DataError({
    where: `input '${name}'`,
    problem: 'its data are not bound',
    hint: `Call bind('${name}', …) before compile.`,
  })

/** Programs are compiled for data in bytes or for data in numbers. */
function requireSameKind(name: string, isBytes: boolean, { data }: Tensor): void {
  const kindOf = (bytes: boolean): string => (bytes ? 'bytes' : 'numbers')
  const expected = kindOf(isBytes)
  const received = kindOf(data instanceof Uint8Array)
  if (expected === received) return
  const problem = 'a program reads it as it was bound first'
  throw new DataError({ where: `input '${name}'`, problem, expected, received })
}
