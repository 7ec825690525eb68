import { readFileSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { FileError, type Model } from '@parallax-ml/core'
import { writeFileWhole } from '@parallax-ml/core/node'
import { exportOnnx } from '../export/export-onnx.js'
import type { ExportOptions } from '../export/options.js'
import { type ImportedNetwork, type ImportOptions, importOnnx } from '../import/import-onnx.js'

/**
 * Reads a network out of an `.onnx` file, as `importOnnx`; weights may be kept in other files of its
 * folder, but nowhere else, links included.
 *
 * @throws {FileError} if a file is missing or damaged.
 */
export async function readOnnxFile(
  path: string,
  options: Omit<ImportOptions, 'readExternal'> = {},
): Promise<ImportedNetwork> {
  const bytes = await readFile(path).catch((cause) => {
    throw unreadable(path, cause)
  })
  return importOnnx(bytes, { ...options, readExternal: (name) => readBeside(path, name) })
}

/**
 * Writes a trained model as an `.onnx` file, whole or not at all; see `exportOnnx`.
 * @throws {OptionError} if an option is unknown or does not fit the model.
 */
export const writeOnnxFile = (
  path: string,
  model: Model,
  options: ExportOptions = {},
): Promise<void> => writeFileWhole(path, exportOnnx(model, options))

function readBeside(path: string, name: string): Uint8Array {
  const folder = realpathSync(dirname(path))
  let place: string
  try {
    place = realpathSync(join(folder, name))
  } catch (cause) {
    throw unreadable(join(folder, name), cause)
  }
  if (place.startsWith(folder + sep)) return readFileSync(place)
  throw new FileError({
    where: `onnx file ${path}`,
    problem: `'${name}' leads out of its folder`,
    expected: 'a file in the folder of the onnx file',
    received: place,
  })
}

const unreadable = (path: string, cause: unknown): FileError =>
  new FileError({
    where: `file ${path}`,
    problem: `it cannot be read: ${(cause as Error).message}`,
    cause,
  })
