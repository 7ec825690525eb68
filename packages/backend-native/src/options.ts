import { OptionError, suggest } from '@parallax-ml/core'

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
  /**
   * Threads that work together on large kernels; the numbers are the same for any number of them.
   * Small programs run in the caller's thread alone. They are workers over a shared memory: pages
   * need to be isolated from other origins for that. Where WebAssembly may not be compiled, one
   * thread runs. Default 1.
   */
  readonly threads?: number
}

const mostThreads = 64
const optionNames = ['modules', 'path', 'threads'] as const

/** @throws {OptionError} if an option is unknown or has no such value. */
export function checkOptions(options: NativeBackendOptions): void {
  const where = 'createNativeBackend'
  for (const name of Object.keys(options)) {
    if ((optionNames as readonly string[]).includes(name)) continue
    throw new OptionError({
      where,
      problem: `there is no option '${name}'`,
      hint: suggest(name, optionNames),
    })
  }
  const { path, modules, threads = 1 } = options
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
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > mostThreads) {
    throw new OptionError({
      where: `${where}, option threads`,
      problem: 'it is not a number of threads',
      expected: `a whole number of 1 to ${mostThreads}`,
      received: String(threads),
    })
  }
  if (threads > 1 && path !== undefined && path !== 'webassembly') {
    throw new OptionError({
      where: `${where}, option threads`,
      problem: `the path '${path}' has one thread`,
      hint: "Several threads need the path 'webassembly'.",
    })
  }
}
