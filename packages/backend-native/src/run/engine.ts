import { probeModule } from '../assembler/module.js'

/** Whether vectors of WebAssembly may be compiled here: content policies can forbid it. */
export function canCompile(): boolean {
  if (typeof WebAssembly === 'undefined') return false
  try {
    new WebAssembly.Module(probeModule())
    return true
  } catch {
    return false
  }
}

/** The module of some bytes; at once where the engine allows that for their size. */
export async function compileBytes(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return new WebAssembly.Module(bytes)
  } catch (error) {
    // Some browsers compile large modules only in the background.
    if (error instanceof RangeError) return WebAssembly.compile(bytes)
    throw error
  }
}
