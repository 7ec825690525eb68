import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { onnxLayer } from '@parallax-ml/backend-onnx'
import { readOnnxFile } from '@parallax-ml/backend-onnx/node'
import {
  type BackendV1,
  createModel,
  FileError,
  isParallaxError,
  loadModel,
  type Model,
  withDetails,
} from '@parallax-ml/core'

/** Whether a file is, by its name, one of ONNX. */
export const isOnnx = (path: string): boolean => extname(path).toLowerCase() === '.onnx'

/**
 * The model of a file, of Parallax or of ONNX.
 * @throws {FileError} if there is none, or it is damaged.
 */
export async function readModel(path: string, backend: BackendV1): Promise<Model> {
  const bytes = await readBytes(path)
  try {
    if (!isOnnx(path)) return loadModel(bytes, { backend, customLayers: [onnxLayer] })
    const { spec, details } = await readOnnxFile(path)
    return withDetails(createModel(spec, { backend }), details)
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
