import { OptionError, UnsupportedError } from '@parallax-ml/core'
import { quietly } from '../engine/quietly.js'
import type { WithEngine } from './engine.js'
import { type EagerName, engines, type WasmPaths } from './engines.js'
import type { TfCore } from './rule.js'

/** Engines that are this package's choice, not the user's; none of them has to be given its place again. */
const ours = new Set(['', 'tensorflow'])

/** TensorFlow.js with one of its engines ready, and how to run work with it. */
export interface LoadedEager {
  readonly tf: TfCore
  readonly withEngine: WithEngine
}

interface Loading {
  readonly paths: string
  readonly engine: Promise<LoadedEager>
}
const loaded = new Map<EagerName, Loading>()

/**
 * Loads TensorFlow.js with an engine of its own, once for the process or page.
 * @throws {UnsupportedError} if it does not start here; the next call tries again, where TensorFlow.js lets it.
 * @throws {OptionError} if it runs already with other paths.
 */
export function loadEager(name: EagerName, wasmPaths?: WasmPaths): Promise<LoadedEager> {
  const paths = JSON.stringify(wasmPaths)
  const known = loaded.get(name)
  if (known === undefined) {
    const engine = start(name, wasmPaths)
    loaded.set(name, { paths, engine })
    engine.catch(() => loaded.delete(name))
    return engine
  }
  if (wasmPaths === undefined || paths === known.paths) return known.engine
  throw new OptionError({
    where: `options.wasmPaths of the backend tfjs-${name}`,
    problem: 'the engine runs already, with other paths',
    expected: known.paths ?? 'none',
    received: paths,
  })
}

async function start(name: EagerName, wasmPaths: WasmPaths | undefined): Promise<LoadedEager> {
  const tf: TfCore = await quietly(() => import('@tensorflow/tfjs-core'))
  const before = tf.engine().backendName ?? ''
  ours.add(name)
  try {
    await quietly(() => ready(tf, name, wasmPaths))
  } finally {
    if (!ours.has(before)) await tf.setBackend(before)
  }
  return { tf, withEngine: withEngineOf(tf, name) }
}

async function ready(tf: TfCore, name: EagerName, wasmPaths: WasmPaths | undefined): Promise<void> {
  const { load, problem, hint } = engines[name]
  const refusal = (reason: string, cause?: unknown): UnsupportedError =>
    new UnsupportedError({
      where: `backend tfjs-${name}`,
      problem: reason,
      ...(hint && { hint }),
      cause,
    })
  let isStarted: boolean
  try {
    await load(tf, wasmPaths)
    isStarted = await tf.setBackend(name)
  } catch (cause) {
    throw refusal(`it does not start here: ${String(cause)}`, cause)
  }
  if (!isStarted) throw refusal('it does not start here')
  const found = problem?.(tf)
  if (found !== undefined) throw refusal(found)
  // At its first tensor, the engine in JavaScript advises to install another one.
  tf.tensor1d([0]).dispose()
}

/** Runs work with an engine; TensorFlow.js has one current engine for all of a process. */
const withEngineOf =
  (tf: TfCore, name: string): WithEngine =>
  (work) => {
    const before = tf.engine().backendName ?? ''
    // An engine that has been started becomes the current one before setBackend returns.
    if (before !== name) void tf.setBackend(name)
    try {
      return work(tf)
    } finally {
      if (before !== name && !ours.has(before)) void tf.setBackend(before)
    }
  }
