import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FileError } from '../errors/parallax-error.js'
import { show } from '../errors/show.js'
import type { CheckpointStore } from '../training/checkpoints/store.js'
import { partialSuffix, writeFileWhole } from './write-file.js'

/**
 * Checkpoints as files of a folder, which is made when the first is written. One folder belongs to
 * one run. A file is written beside its place, flushed and renamed, so that a process killed at any
 * moment leaves whole files only; what it left half-written is removed with the next one.
 *
 * @example
 * await fit(spec, data, { ...options, checkpoint: { store: checkpointDirectory('runs/a') } })
 */
export function checkpointDirectory(folder: string): CheckpointStore {
  const pathOf = (name: string): string => {
    if (/^[\w-][\w.-]*$/.test(name)) return join(folder, name)
    throw new FileError({
      where: 'checkpointDirectory',
      problem: 'not a name of a file in the folder',
      received: show(name),
    })
  }
  const names = async (): Promise<string[]> => {
    try {
      return await readdir(folder)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }
  return {
    list: async () => (await names()).filter((name) => !name.endsWith(partialSuffix)),
    read: (name) => readFile(pathOf(name)),
    async write(name, bytes) {
      await writeFileWhole(pathOf(name), bytes)
      const left = (await names()).filter((other) => other.endsWith(partialSuffix))
      for (const other of left) await rm(join(folder, other), { force: true })
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  }
}
