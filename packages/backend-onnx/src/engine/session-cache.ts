import { sameBytes } from '../writer/same-bytes.js'
import type { RuntimeSession } from './runtime.js'

/** A model that is in use. */
export interface Lease {
  readonly session: RuntimeSession
  /** Gives it back; a second call is harmless. */
  release(): Promise<void>
}

/** Loaded models, which hold no state and so can be shared; each is loaded once while it is in use. */
export interface SessionCache {
  lease(model: Uint8Array): Promise<Lease>
}

interface Entry {
  readonly model: Uint8Array
  readonly session: Promise<RuntimeSession>
  users: number
}

/** So many models stay loaded after their last user: the next fit of the same network finds them. */
const mostIdle = 8

/** A cache that loads models with the given function. */
export function sessionCache(load: (model: Uint8Array) => Promise<RuntimeSession>): SessionCache {
  // In the order of use, the latest last.
  const entries: Entry[] = []

  const remove = (entry: Entry): void => {
    const at = entries.indexOf(entry)
    if (at >= 0) entries.splice(at, 1)
  }

  const releaseOldest = async (): Promise<void> => {
    const idle = entries.filter(({ users }) => users === 0)
    const surplus = idle.slice(0, Math.max(0, idle.length - mostIdle))
    // All at once: while one is released, somebody may ask for the next.
    for (const entry of surplus) remove(entry)
    for (const entry of surplus) await (await entry.session).release()
  }

  return {
    async lease(model) {
      const known = entries.find((entry) => sameBytes(entry.model, model))
      const entry = known ?? { model, session: load(model), users: 0 }
      if (known !== undefined) remove(known)
      entries.push(entry)
      entry.users++
      let isHeld = true
      try {
        return {
          session: await entry.session,
          async release() {
            if (!isHeld) return
            isHeld = false
            entry.users--
            await releaseOldest()
          },
        }
      } catch (error) {
        remove(entry)
        throw error
      }
    },
  }
}
