import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { tensorflowVersion, tfjsNodeVersion } from './versions.js'

/** Where the library of an installed engine came from. */
export type EngineOrigin = 'wheel' | 'official'

/** The user's folder for what can be fetched again; `PARALLAX_CACHE` names another one. */
function cacheFolder({ env, platform } = process): string {
  if (env.PARALLAX_CACHE) return env.PARALLAX_CACHE
  const home = homedir()
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'parallax', 'cache')
  }
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'parallax')
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'parallax')
}

/** Where an engine of that origin lies once it is installed. It appears there whole or not at all. */
export function engineFolder(origin: EngineOrigin): string {
  const library = origin === 'wheel' ? `tensorflow-${tensorflowVersion}` : 'official'
  const name = `tfjs-node-${tfjsNodeVersion}-${library}-${process.platform}-${process.arch}`
  return join(cacheFolder(), name)
}

/** The folder of the engine that is installed in the user's cache. */
export const installedEngine = (): string | undefined =>
  [engineFolder('wheel'), engineFolder('official')].find((folder) => existsSync(folder))

/** The package of the engine in such a folder. */
export const packageIn = (folder: string): string =>
  join(folder, 'node_modules', '@tensorflow', 'tfjs-node')

/** The folder, in an engine's package, of the binding and of the libraries beside it. */
export const bindingFolderIn = (packageFolder: string): string =>
  join(packageFolder, 'lib', 'napi-v8')
