import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { FileError, suggest } from '@parallax-ml/core'

/**
 * Opens a file for reading.
 * @throws {FileError} that says why not, and what else there is.
 */
export async function openFile(path: string): Promise<FileHandle> {
  await requireKind(path, 'file')
  try {
    return await open(path)
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

/**
 * Checks that a file or folder is there.
 * @throws {FileError} that says what else there is.
 */
export async function requireKind(path: string, kind: 'file' | 'folder'): Promise<void> {
  let isFolder: boolean
  try {
    isFolder = (await stat(path)).isDirectory()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(path, cause)
    throw await missing(path, kind)
  }
  if (isFolder === (kind === 'folder')) return
  throw new FileError({ where: path, problem: isFolder ? 'it is a folder' : 'it is not a folder' })
}

async function missing(path: string, kind: string): Promise<FileError> {
  const names = await readdir(dirname(path)).catch(() => undefined)
  const hint =
    names === undefined
      ? `There is no folder ${dirname(path)} either.`
      : names.length > 0 && names.length <= 50
        ? suggest(basename(path), names)
        : 'Check the path.'
  return new FileError({ where: path, problem: `there is no such ${kind}`, hint })
}

const unreadable = (path: string, cause: unknown): FileError =>
  new FileError({
    where: path,
    problem: `it cannot be read: ${(cause as Error).message}`,
    cause,
  })
