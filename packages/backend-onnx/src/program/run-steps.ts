import type { Feeds, NumberArray, SessionMemory } from '@parallax-ml/core'
import { sizeOf } from '@parallax-ml/core'
import type { Engine } from '../engine/engine.js'
import type { RuntimeSession, RuntimeTensor } from '../engine/runtime.js'
import type { ElementType } from '../writer/tensors.js'
import type { Port, ScanModel } from './scan-model.js'

/** A run of the engine, which nothing can interrupt, takes about so long at the most. */
const targetMs = 25

const typeNames = {
  FLOAT: 'float32',
  DOUBLE: 'float64',
  INT32: 'int32',
  UINT8: 'uint8',
  BOOL: 'bool',
} as const

const arrays = {
  FLOAT: Float32Array,
  DOUBLE: Float64Array,
  INT32: Int32Array,
  UINT8: Uint8Array,
  BOOL: Uint8Array,
} as const

type PortType = keyof typeof arrays & ElementType

/** The numbers in the array that a port wants; not copied if they are in one. */
function asArray({ type }: Port, data: NumberArray): NumberArray {
  const Kind = arrays[type as PortType]
  return data instanceof Kind ? data : new Kind(data)
}

const allocate = ({ type }: Port, length: number): NumberArray =>
  new arrays[type as PortType](length)

/** What runs the steps of one program. */
export interface Runner {
  /** Calls `check` before every run of the engine; it may throw. */
  runSteps(feeds: Feeds, steps: number, check: () => void): Promise<Record<string, NumberArray>>
  /** Resolves when the engine is not at work. */
  idle(): Promise<unknown>
}

/** For engines that fill memory of their own, whatever they are given. */
async function runAndCopy(
  session: RuntimeSession,
  feeds: Readonly<Record<string, RuntimeTensor>>,
  fetches: Readonly<Record<string, RuntimeTensor>>,
): Promise<void> {
  const results = await session.run(feeds as never, Object.keys(fetches) as never)
  for (const [name, { data }] of Object.entries(fetches)) {
    ;(data as NumberArray).set(results[name]!.data as NumberArray)
  }
}

/** State goes back and forth between two memories, so that no step is computed from half of a new one. */
export function createRunner(
  engine: Pick<Engine, 'runtime' | 'writesInPlace'>,
  session: RuntimeSession,
  model: ScanModel,
  memory: SessionMemory,
  spare: Map<string, NumberArray>,
): Runner {
  const { Tensor } = engine.runtime
  let msPerStep = targetMs / 4
  let running: Promise<unknown> = Promise.resolve()

  const tensor = ({ type }: Port, data: NumberArray, dims: readonly number[]): RuntimeTensor =>
    new Tensor(typeNames[type as PortType] as never, data as never, dims)

  async function runPart(
    inputs: ReadonlyMap<string, NumberArray>,
    results: ReadonlyMap<string, NumberArray>,
    from: number,
    count: number,
  ): Promise<void> {
    const feeds: Record<string, RuntimeTensor> = {}
    const fetches: Record<string, RuntimeTensor> = {}
    const part = (port: Port, data: NumberArray): RuntimeTensor => {
      const size = sizeOf(port.shape)
      const own = data.subarray(from * size, (from + count) * size) as NumberArray
      return tensor(port, own, [count, ...port.shape])
    }
    for (const [name, port] of model.bound) {
      feeds[port.name] = tensor(port, memory.of('bound', name), port.shape)
    }
    for (const [name, port] of model.state) {
      feeds[port.name] = tensor(port, memory.of('state', name), port.shape)
    }
    for (const [name, port] of model.feeds) feeds[port.name] = part(port, inputs.get(name)!)
    if (model.clock !== undefined) {
      const clock = { name: model.clock, type: 'UINT8', shape: [] } as const
      feeds[clock.name] = tensor(clock, new Uint8Array(count), [count])
    }
    for (const [name, port] of model.outputs) fetches[port.name] = part(port, results.get(name)!)
    const fresh = new Map<string, NumberArray>()
    for (const [name, port] of model.updates) {
      const size = sizeOf(port.shape)
      const used = spare.get(name)
      // Between two programs a state may have got another shape or type.
      const fits = used?.length === size && used instanceof arrays[port.type as PortType]
      const next = fits ? used : allocate(port, size)
      fresh.set(name, next)
      fetches[port.next] = tensor(port, next, port.shape)
    }
    if (engine.writesInPlace) await session.run(feeds as never, fetches as never)
    else await runAndCopy(session, feeds, fetches)
    for (const [name, next] of fresh) spare.set(name, memory.exchange(name, next))
  }

  return {
    async runSteps(feeds, steps, check) {
      const inputs = new Map<string, NumberArray>()
      for (const [name, port] of model.feeds) inputs.set(name, asArray(port, feeds[name]!))
      const results = new Map<string, NumberArray>()
      for (const [name, port] of model.outputs) {
        results.set(name, allocate(port, steps * sizeOf(port.shape)))
      }
      for (let step = 0; step < steps; ) {
        check()
        const fitting = Math.max(1, Math.floor(targetMs / msPerStep))
        const count = Math.min(steps - step, fitting)
        const started = performance.now()
        running = runPart(inputs, results, step, count)
        await running
        // Half of what was known, as one run says little: the first one also warms up.
        msPerStep = (msPerStep + (performance.now() - started) / count) / 2
        step += count
      }
      return Object.fromEntries(results)
    },
    idle: () => running.catch(() => {}),
  }
}
