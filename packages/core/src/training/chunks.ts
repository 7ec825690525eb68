/** Steps per call of `runSteps` at the most. More would gain nothing (measured on all engines). */
const most = 50
/** A chunk takes about this long at the most, so that timers, signals and progress get their turn. */
const targetMs = 25
/** Streamed feeds of one chunk stay below this. */
const mostBytes = 16 * 2 ** 20

/** Chooses how many steps run at once. The numbers do not depend on it, only the responsiveness. */
export interface ChunkSizer {
  /** Steps of the next chunk, at most `left`. */
  next(left: number): number
  /** Reports how long a chunk took. */
  took(steps: number, ms: number): void
}

/** A sizer that starts small and follows the time that steps take. */
export function chunkSizer(bytesPerStep: number): ChunkSizer {
  const limit = Math.max(1, Math.min(most, Math.floor(mostBytes / bytesPerStep)))
  let size = Math.min(limit, 8)
  return {
    next: (left) => Math.min(size, left),
    took(steps, ms) {
      const fitting = ms === 0 ? limit : Math.floor((steps * targetMs) / ms)
      size = Math.max(1, Math.min(limit, 2 * size, fitting))
    },
  }
}

/** Lets timers, input and other work run. */
export const yieldToEventLoop = (): Promise<void> =>
  new Promise((resolve) => {
    const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void }
    if (setImmediate === undefined) setTimeout(resolve, 0)
    else setImmediate(resolve)
  })
