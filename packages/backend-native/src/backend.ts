import {
  type BackendInfo,
  type BackendV1,
  OptionError,
  openInterpreterSession,
  suggest,
  version,
} from '@parallax-ml/core'
import { canCompile, compileBytes } from './run/engine.js'
import { loaderOf } from './run/precompiled.js'
import { openCompiledSession } from './run/session.js'

const paths = ['webassembly', 'imported', 'interpreter'] as const

/** How programs run: see {@link NativeBackendOptions.path}. */
export type NativePath = (typeof paths)[number]

/** Options of {@link createNativeBackend}. */
export interface NativeBackendOptions {
  /**
   * Modules that `compileModel` or `parallax compile` wrote, imported by the page or worker: they
   * run where content policies forbid compiling bytes.
   */
  readonly modules?: readonly WebAssembly.Module[]
  /**
   * `webassembly` compiles a module for every program, `imported` finds it among `modules`,
   * `interpreter` runs core's interpreter. By default the first of them that is possible here.
   */
  readonly path?: NativePath
}

const optionNames = ['modules', 'path'] as const

/**
 * The backend that needs nothing installed: it compiles every program to one WebAssembly module, of
 * 128-bit vectors, that works in a memory shared by its session. It runs in Node, browsers and
 * workers. `info().path` says how programs run.
 *
 * @throws {OptionError} if an option is unknown or has no such value.
 *
 * @example
 * const run = await fit(spec, data, { backend: createNativeBackend(), loss: 'meanSquaredError' })
 */
export function createNativeBackend(options: NativeBackendOptions = {}): BackendV1 {
  checkOptions(options)
  const { modules } = options
  let chosen: NativePath | undefined
  const path = (): NativePath => {
    chosen ??= options.path ?? possiblePath(modules)
    return chosen
  }
  return {
    contract: 'v1',
    name: 'native',
    info: async (): Promise<BackendInfo> => ({
      engine: { name: 'parallax-native', version, native: false },
      device: 'cpu',
      threads: 1,
      precisions: ['float32', 'float64'],
      path: path() === 'imported' ? 'webassembly, imported' : path(),
    }),
    supports: () => ({ supported: true }),
    open: async ({ precision }) => {
      if (path() === 'interpreter') return openInterpreterSession({ precision })
      const load = path() === 'imported' ? loaderOf(modules ?? []) : compileBytes
      return openCompiledSession(precision, load)
    },
  }
}

function possiblePath(modules: readonly WebAssembly.Module[] | undefined): NativePath {
  if (canCompile()) return 'webassembly'
  return modules === undefined ? 'interpreter' : 'imported'
}

function checkOptions(options: NativeBackendOptions): void {
  const where = 'createNativeBackend'
  for (const name of Object.keys(options)) {
    if ((optionNames as readonly string[]).includes(name)) continue
    throw new OptionError({
      where,
      problem: `there is no option '${name}'`,
      hint: suggest(name, optionNames),
    })
  }
  const { path, modules } = options
  if (path !== undefined && !paths.includes(path)) {
    throw new OptionError({
      where: `${where}, option path`,
      problem: 'there is no such path',
      received: String(path),
      hint: suggest(String(path), paths),
    })
  }
  const areModules =
    modules === undefined ||
    (Array.isArray(modules) && modules.every((each) => each instanceof WebAssembly.Module))
  if (!areModules) {
    throw new OptionError({
      where: `${where}, option modules`,
      problem: 'it is not a list of modules',
      expected: 'WebAssembly.Module objects',
    })
  }
  if (path === 'imported' && modules === undefined) {
    throw new OptionError({
      where: `${where}, option path`,
      problem: "'imported' needs modules",
      hint: 'Give the option modules.',
    })
  }
}

/** The native backend with its defaults. */
export const native: BackendV1 = createNativeBackend()
