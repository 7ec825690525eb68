import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CheckpointStore, OptionError } from '@parallax-ml/core'

/** Checkpoints as files of a folder, which is made when the first is written. */
export function checkpointFolder(folder: string): CheckpointStore {
  return {
    list: () => readdir(folder).catch(() => []),
    read: (name) => readFile(join(folder, name)),
    async write(name, bytes) {
      const path = join(folder, name)
      const temporary = `${path}.${process.pid}.tmp`
      try {
        await mkdir(folder, { recursive: true })
        await writeFile(temporary, bytes)
        await rename(temporary, path)
      } catch (cause) {
        await rm(temporary, { force: true })
        throw new OptionError({
          where: folder,
          problem: `no checkpoint can be kept there: ${(cause as Error).message}`,
          hint: 'Choose another place with --out.',
          cause,
        })
      }
    },
    remove: (name) => rm(join(folder, name), { force: true }),
  }
}
