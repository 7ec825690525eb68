import { murmur3, UnsupportedError } from '@parallax-ml/core'
import { type Code, flatten, sized, text } from '../assembler/encode.js'

/** Name of the custom section that says which program a module is. */
const sectionName = 'parallax'

/** What tells one module from another: a hash of its bytes, and their number. */
function keyOf(bytes: Uint8Array): string {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  padded.set(bytes)
  const words = [...new Int32Array(padded.buffer)]
  const parts = [1, 2, 3, 4].map((seed) => (murmur3(seed, words) >>> 0).toString(16))
  return [bytes.length, ...parts].join('-')
}

/** The module with its key in a section that engines ignore. */
export function withKey(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const key = [...new TextEncoder().encode(keyOf(bytes))]
  const section: Code = [0, sized([text(sectionName), key])]
  return new Uint8Array([...bytes, ...flatten(section)])
}

/** A loader that finds modules which were compiled before, where compiling is forbidden. */
export function loaderOf(modules: readonly WebAssembly.Module[]) {
  const byKey = new Map(
    modules.flatMap((module) =>
      WebAssembly.Module.customSections(module, sectionName).map(
        (section) => [new TextDecoder().decode(section), module] as const,
      ),
    ),
  )
  return async (bytes: Uint8Array): Promise<WebAssembly.Module> => {
    const module = byKey.get(keyOf(bytes))
    if (module !== undefined) return module
    throw new UnsupportedError({
      where: 'backend native',
      problem: `compiling WebAssembly is forbidden here, and none of the ${modules.length} imported modules is this program`,
      hint: 'Write them with compileModel() or `parallax compile`, from the same spec, precision and version.',
    })
  }
}
