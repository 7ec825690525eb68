/**
 * Where checkpoints are kept, by name. `checkpointDirectory` of `@parallax-ml/core/node` is one of
 * files; {@link memoryStore} keeps them in memory.
 */
export interface CheckpointStore {
  /** The names of what it has, in any order. */
  list(): Promise<readonly string[]>
  read(name: string): Promise<Uint8Array>
  /** Must replace what has the name whole or not at all, whatever happens meanwhile. */
  write(name: string, bytes: Uint8Array): Promise<void>
  /** Does nothing if there is no such name. */
  remove(name: string): Promise<void>
}

/** A store that lasts as long as the process. */
export function memoryStore(): CheckpointStore {
  const kept = new Map<string, Uint8Array>()
  return {
    list: async () => [...kept.keys()],
    async read(name) {
      const bytes = kept.get(name)
      if (bytes === undefined) throw new Error(`There is no '${name}'.`)
      return bytes.slice()
    },
    async write(name, bytes) {
      kept.set(name, bytes.slice())
    },
    async remove(name) {
      kept.delete(name)
    },
  }
}
