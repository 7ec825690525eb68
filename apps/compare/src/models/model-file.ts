import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { type BackendV1, FileError, loadModel, type Model, saveModel } from '@parallax-ml/core'

/**
 * The model of a file.
 * @throws {FileError} if there is none, or it is damaged.
 */
export async function readModel(path: string, backend: BackendV1): Promise<Model> {
  return loadModel(await readBytes(path), { backend })
}

/**
 * The bytes of a file.
 * @throws {FileError} if it cannot be read.
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new FileError({
      where: path,
      problem: `it cannot be read: ${(cause as Error).message}`,
      cause,
    })
  }
}

/** Writes a model so that others see all of its file or none. */
export async function writeModel(path: string, model: Model): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await writeFile(temporary, saveModel(model))
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
