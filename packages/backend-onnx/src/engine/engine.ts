import { UnsupportedError } from '@parallax-ml/core'
import type { ParsedOptions } from '../options.js'
import { GraphWriter } from '../writer/graph-writer.js'
import { modelBytes } from '../writer/model.js'
import { loadRuntime } from './load-runtime.js'
import type { OnnxRuntime, RuntimeSession } from './runtime.js'
import { type SessionCache, sessionCache } from './session-cache.js'
import { isWorkerThread, refusedInWorker } from './worker-threads.js'

/** The engine that is loaded, and what of the wished-for works. */
export interface Engine {
  readonly runtime: OnnxRuntime
  readonly version: string
  /** Whether it is machine code, and not WebAssembly. */
  readonly isNative: boolean
  /** Whether it fills memory that it is given for results; some versions ignore it. */
  readonly writesInPlace: boolean
  /** The execution provider that took a first model. */
  readonly provider: string
  readonly sessions: SessionCache
}

type Provider = ParsedOptions['executionProviders'][number]

const nameOf = (provider: Provider): string =>
  typeof provider === 'string' ? provider : provider.name

/**
 * Loads the engine and finds the first execution provider that works.
 * @throws {UnsupportedError} if the engine is missing, or none works, or in a worker thread.
 */
export async function startEngine(options: ParsedOptions): Promise<Engine> {
  const runtime = options.engine ?? (await loadRuntime())
  const versions = runtime.env?.versions ?? {}
  const isNative = versions.node !== undefined
  if (isNative && !options.allowWorkerThreads && isWorkerThread()) throw refusedInWorker()
  const failures: string[] = []
  for (const provider of options.executionProviders) {
    const load = (model: Uint8Array): Promise<RuntimeSession> =>
      runtime.InferenceSession.create(model, sessionOptions(options, provider))
    let writesInPlace: boolean
    try {
      writesInPlace = await probe(runtime, await load(smallestModel()))
    } catch (error) {
      failures.push(`${nameOf(provider)}: ${(error as Error).message}`)
      continue
    }
    return {
      runtime,
      version: versions.node ?? versions.web ?? versions.common ?? 'unknown',
      isNative,
      writesInPlace,
      provider: nameOf(provider),
      sessions: sessionCache(load),
    }
  }
  throw new UnsupportedError({
    where: 'backend onnx',
    problem: `no execution provider works here: ${failures.join('; ')}`,
    hint: "Add 'cpu' to the option executionProviders.",
  })
}

function sessionOptions(
  { threads, graphOptimization, allowSpinning }: ParsedOptions,
  provider: Provider,
): object {
  return {
    executionProviders: [provider],
    graphOptimizationLevel: graphOptimization,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
    extra: {
      session: {
        intra_op: { allow_spinning: allowSpinning ? '1' : '0' },
      },
    },
  }
}

/** Runs the smallest model; whether its result came where it was wanted. */
async function probe({ Tensor }: OnnxRuntime, session: RuntimeSession): Promise<boolean> {
  const tensor = (value: number) =>
    new Tensor('float32' as never, Float32Array.of(value) as never, [1])
  const y = tensor(0)
  await session.run({ x: tensor(1) } as never, { y } as never)
  await session.release()
  return (y.data as Float32Array)[0] === 1
}

function smallestModel(): Uint8Array {
  const graph = new GraphWriter('probe')
  graph.input('x', 'FLOAT', [1])
  graph.node('Identity', ['x'], {}, 'y')
  graph.output('y', 'FLOAT', [1])
  return modelBytes(graph)
}
