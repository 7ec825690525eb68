import { createHash } from 'node:crypto'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { OptionError } from '@parallax-ml/core'
import { writeWhole } from '../write-whole.js'

/** Results by key, on disk from the moment that they are there. */
export interface SavedRuns {
  /** How many results an interrupted comparison has left. */
  readonly found: number
  get(key: string): unknown
  /** Keeps a result; it is on disk at the latest after `flush`. */
  put(key: string, result: unknown): Promise<void>
  flush(): Promise<void>
  /** Ends the comparison: the next one begins anew. */
  complete(): Promise<void>
}

/** Saving may take this share of the time. */
const savingShare = 0.05

/**
 * Opens the results in a folder: `runs.partial.jsonl` while a comparison is at work or after it was
 * interrupted, and `runs.jsonl` of the last that was completed. One line holds one result and the
 * key that it belongs to. Files are written to the side and renamed, so they are whole at any time.
 *
 * @throws {OptionError} if what an interrupted comparison has left is damaged.
 */
export async function openSavedRuns(folder: string, { fresh = false } = {}): Promise<SavedRuns> {
  const partial = join(folder, 'runs.partial.jsonl')
  const lines = fresh ? new Map<string, string>() : await readLines(partial)
  const found = lines.size
  let isSaved = true
  let nextSave = 0
  const flush = async (): Promise<void> => {
    if (isSaved) return
    const started = performance.now()
    await writeWhole(partial, [...lines.values()].map((line) => `${line}\n`).join(''))
    isSaved = true
    const ended = performance.now()
    nextSave = ended + (ended - started) / savingShare
  }
  return {
    found,
    get(key) {
      const line = lines.get(key)
      return line === undefined ? undefined : (JSON.parse(line) as { result: unknown }).result
    },
    async put(key, result) {
      lines.set(key, JSON.stringify({ key, result }))
      isSaved = false
      if (performance.now() >= nextSave) await flush()
    },
    flush,
    async complete() {
      isSaved = false
      await flush()
      await rename(partial, join(folder, 'runs.jsonl'))
    },
  }
}

/** A short name for everything that a result depends on. */
export const keyOf = (facts: unknown): string =>
  createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16)

async function readLines(path: string): Promise<Map<string, string>> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n').filter((line) => line !== '')
  try {
    return new Map(lines.map((line) => [(JSON.parse(line) as { key: string }).key, line]))
  } catch (cause) {
    throw new OptionError({
      where: '--out',
      problem: `${path} is damaged, so what an earlier comparison has done cannot be read`,
      hint: 'Begin anew with --fresh, or name another folder.',
      cause,
    })
  }
}
