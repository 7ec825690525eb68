// What work may leave behind beside memory: handles of the event loop, open files, temporary files, threads.
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'

const entries = (folder) => (existsSync(folder) ? readdirSync(folder).length : undefined)

function held(counts) {
  return {
    handles: process.getActiveResourcesInfo().length,
    'open files': entries('/proc/self/fd'),
    threads: entries('/proc/self/task'),
    // This process has a folder of its own for them.
    'temporary files': readdirSync(tmpdir()).length,
    ...counts(),
  }
}

/**
 * Remembers what is held now; the function it gives returns a row of the table that says what has come on
 * top. Threads and timers that end are given a second to do so.
 */
export function watchLeft(counts) {
  const before = held(counts)
  return async (what) => {
    for (let tries = 0; ; tries++) {
      const now = held(counts)
      const grown = Object.keys(now).filter((key) => now[key] > before[key])
      if (grown.length === 0 || tries === 20) {
        const found = grown.map((key) => `${now[key] - before[key]} ${key}`).join(', ') || 'nothing'
        return {
          what: `${what}: what is left of ${Object.keys(now).slice(0, 4).join(', ')}`,
          found,
          bound: 'nothing',
          ok: grown.length === 0,
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
