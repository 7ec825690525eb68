import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { OptionError } from '@parallax-ml/core'

/**
 * Makes the folder that results go to, before hours of training are spent on them.
 * @throws {OptionError} if there can be no such folder.
 */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new OptionError({
      where: '--out',
      problem: `the folder cannot be made: ${(cause as Error).message}`,
      hint: 'Name a folder that you may write to.',
      cause,
    })
  }
}

/** Writes a file so that others see all of it or none. */
export async function writeWhole(path: string, text: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await writeFile(temporary, text)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
