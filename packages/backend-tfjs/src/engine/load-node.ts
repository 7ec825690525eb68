import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { OptionError, UnsupportedError } from '@parallax-ml/core'
import { prepareEnvironment } from './environment.js'
import { bindingFolderIn, installedEngine, packageIn } from './folder.js'
import { mendNode } from './mend-node.js'
import { quietly } from './quietly.js'
import type { TfNode } from './types.js'

/** The engine of this process, and the threads that it was started with. */
let loaded: { readonly tf: TfNode; readonly threads: number } | undefined

const name = '@tensorflow/tfjs-node'
const here = createRequire(import.meta.url)

/** The package that the user has installed beside this one, if its own installer has run. */
function ownPackage(): string | undefined {
  try {
    const folder = dirname(here.resolve(`${name}/package.json`))
    return existsSync(join(bindingFolderIn(folder), 'tfjs_binding.node')) ? folder : undefined
  } catch {
    return undefined
  }
}

/** Whether there is an engine to load: the user's own, or one in the cache. */
export const isTfjsInstalled = (): boolean =>
  ownPackage() !== undefined || installedEngine() !== undefined

/**
 * Loads tfjs-node with TensorFlow's library, once for the process: what the user has installed
 * beside this package, else what `installTfjs` has left in the cache.
 *
 * @throws {UnsupportedError} that says what to run, if there is none or it does not load, and in worker
 * threads that {@link prepareEnvironment} refuses.
 * @throws {OptionError} if it runs already with another number of threads.
 */
export async function loadTfNode(threads: number): Promise<TfNode> {
  if (loaded) {
    if (loaded.threads === threads) return loaded.tf
    throw new OptionError({
      where: 'options.threads of the tfjs backend',
      problem: 'TensorFlow runs in this process already, with another number of threads',
      expected: String(loaded.threads),
      received: String(threads),
    })
  }
  const cached = installedEngine()
  const folder = ownPackage() ?? (cached === undefined ? undefined : packageIn(cached))
  const hint = 'Run `parallax doctor --fix tfjs`, or use the backends tfjs-wasm and tfjs-cpu.'
  if (folder === undefined) {
    const problem = 'TensorFlow is not installed'
    throw new UnsupportedError({ where: 'backend tfjs', problem, hint })
  }
  prepareEnvironment(threads)
  mendNode()
  try {
    loaded = { tf: await quietly(() => here(folder) as TfNode), threads }
  } catch (cause) {
    const problem = `the engine in ${folder} does not load: ${String(cause)}`
    throw new UnsupportedError({ where: 'backend tfjs', problem, hint, cause })
  }
  return loaded.tf
}
