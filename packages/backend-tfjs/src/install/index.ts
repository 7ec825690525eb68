import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isParallaxError, UnsupportedError } from '@parallax-ml/core'
import { type EngineOrigin, engineFolder, installedEngine, packageIn } from '../engine/folder.js'
import { tfjsNodeVersion } from '../engine/versions.js'
import { installEnginePackage } from './engine-package.js'
import { installOfficially } from './official.js'
import { findTool, runTool } from './run-tool.js'
import { installFromWheel, whatWheelLacks } from './wheel.js'

export { isTfjsInstalled } from '../engine/load-node.js'

/** Options of {@link installTfjs}. */
export interface InstallTfjsOptions {
  /** Told before each step, and every two seconds of the download. */
  readonly onProgress?: (message: string) => void
  /** Stops the installation, which then leaves nothing behind. */
  readonly signal?: AbortSignal
}

/** What {@link installTfjs} did. */
export interface TfjsInstallation {
  /** `present` if there was nothing to do. */
  readonly status: 'present' | 'installed'
  readonly folder: string
  /** Versions of the package and of TensorFlow itself. */
  readonly tfjsNode: string
  readonly tensorflow: string
  readonly seconds: number
}

const where = 'installation of TensorFlow for the tfjs backend'

/**
 * Makes the engine of the tfjs backend ready in the user's cache: `@tensorflow/tfjs-node` from npm,
 * with TensorFlow's library from its Python wheel and a binding built here, or, where that cannot
 * be, by the package's own installer. All of it appears at once, by a rename, after it has been
 * loaded in a process of its own.
 *
 * @throws {UnsupportedError} that names every tool that is missing and what each way said.
 * @example
 * const { status, tensorflow } = await installTfjs({ onProgress: console.error })
 */
export async function installTfjs(options: InstallTfjsOptions = {}): Promise<TfjsInstallation> {
  const { onProgress = () => {}, signal } = options
  const started = performance.now()
  const present = installedEngine()
  if (present !== undefined) return describe('present', present, started, signal)

  if ((await findTool(['npm'], ['--version'])) === undefined) {
    throw new UnsupportedError({ where, problem: 'npm is missing', hint: 'Install npm.' })
  }
  const failures: string[] = []
  for (const origin of ['wheel', 'official'] as const) {
    try {
      await installBy(origin, onProgress, signal)
      return await describe('installed', engineFolder(origin), started, signal)
    } catch (error) {
      if (!isParallaxError(error)) throw error
      failures.push(`by the ${names[origin]}: ${error.message}`)
    }
  }
  throw new UnsupportedError({
    where,
    problem: `it is not possible here\n  ${failures.join('\n  ')}\n`,
    hint: 'Install what is missing and try again, or use the backends tfjs-wasm and tfjs-cpu.',
  })
}

const names: Record<EngineOrigin, string> = {
  wheel: "library of TensorFlow's Python wheel",
  official: 'official installer',
}

async function installBy(
  origin: EngineOrigin,
  onProgress: (message: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const missing = origin === 'wheel' ? await whatWheelLacks() : []
  if (missing.length > 0) {
    throw new UnsupportedError({ where: 'this machine', problem: `it lacks ${missing.join(', ')}` })
  }
  const folder = engineFolder(origin)
  const staging = `${folder}.${process.pid}.partial`
  await mkdir(dirname(folder), { recursive: true })
  try {
    onProgress(`installing tfjs-node ${tfjsNodeVersion}`)
    await installEnginePackage(staging, { signal })
    onProgress(`installing by the ${names[origin]}`)
    if (origin === 'wheel') await installFromWheel(staging, onProgress, { signal })
    else await installOfficially(staging, { signal })
    onProgress('checking that it loads')
    const tensorflow = await loadedVersion(staging, signal)
    await writeFile(join(staging, 'engine.json'), JSON.stringify({ origin, tensorflow }))
    // Another process may have been faster; what it left is as good.
    if (!existsSync(folder)) await rename(staging, folder)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function describe(
  status: TfjsInstallation['status'],
  folder: string,
  started: number,
  signal: AbortSignal | undefined,
): Promise<TfjsInstallation> {
  const tensorflow = await loadedVersion(folder, signal)
  const seconds = (performance.now() - started) / 1000
  return { status, folder, tfjsNode: tfjsNodeVersion, tensorflow, seconds }
}

/** Loads an engine in a process of its own, and gives the version that its library tells. */
async function loadedVersion(folder: string, signal: AbortSignal | undefined): Promise<string> {
  const script = `
    const tf = require(process.argv[1])
    process.stdout.write('version ' + tf.findBackend('tensorflow').binding.TF_Version)`
  const env = { TF_CPP_MIN_LOG_LEVEL: '2' }
  const output = await runTool(process.execPath, ['-e', script, packageIn(folder)], { env, signal })
  return /version (\S+)$/.exec(output)?.[1] ?? 'unknown'
}
