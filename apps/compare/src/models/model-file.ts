import { readFile } from 'node:fs/promises'
import {
  type BackendV1,
  FileError,
  isParallaxError,
  loadModel,
  type Model,
} from '@parallax-ml/core'

/**
 * The model of a file.
 * @throws {FileError} if there is none, or it is damaged.
 */
export async function readModel(path: string, backend: BackendV1): Promise<Model> {
  const bytes = await readBytes(path)
  try {
    return loadModel(bytes, { backend })
  } catch (cause) {
    if (!isParallaxError(cause)) throw cause
    const problem = `it holds no model that can be read: ${cause.message.replace(/\.$/, '')}`
    throw new FileError({ where: path, problem, cause })
  }
}

/**
 * The bytes of a file.
 * @throws {FileError} if it cannot be read.
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new FileError({
      where: path,
      problem: isMissing
        ? 'there is no such file'
        : `it cannot be read: ${(cause as Error).message}`,
      cause,
    })
  }
}
