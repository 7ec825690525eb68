import { UnsupportedError } from '@parallax-ml/core'
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

const loaded = new Map<string, Promise<LoadedEager>>()

/**
 * Loads TensorFlow.js with an engine of its own, once for the process.
 * @throws {UnsupportedError} if it does not start here.
 */
export function loadEager(name: EagerName, wasmPaths?: WasmPaths): Promise<LoadedEager> {
  const known = loaded.get(name)
  if (known) return known
  const loading = start(name, wasmPaths)
  loaded.set(name, loading)
  return loading
}

async function start(name: EagerName, wasmPaths: WasmPaths | undefined): Promise<LoadedEager> {
  const tf: TfCore = await quietly(() => import('@tensorflow/tfjs-core'))
  const before = tf.engine().backendName ?? ''
  await quietly(async () => {
    const { load, problem, hint } = engines[name]
    const refuse = (reason: string, cause?: unknown): never => {
      throw new UnsupportedError({ where: `backend tfjs-${name}`, problem: reason, hint, cause })
    }
    await load(tf, wasmPaths)
    const isStarted = await tf
      .setBackend(name)
      .catch((cause) => refuse('it does not start here', cause))
    if (!isStarted) refuse('it does not start here')
    const found = problem?.(tf)
    if (found !== undefined) refuse(found)
    // At its first tensor, the engine in JavaScript advises to install another one.
    tf.tensor1d([0]).dispose()
  })
  if (!ours.has(before)) await tf.setBackend(before)
  ours.add(name)
  return { tf, withEngine: withEngineOf(tf, name) }
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
