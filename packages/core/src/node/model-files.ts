import { readFile } from 'node:fs/promises'
import { type LoadModelOptions, loadModel, saveModel } from '../files/model-file.js'
import type { Model } from '../model/model.js'
import { writeFileWhole } from './write-file.js'

/**
 * Writes a model to a file, by convention `….safetensors`; whole or not at all.
 * @throws the file system's error if it cannot be written.
 */
export const writeModel = (path: string, model: Model): Promise<void> =>
  writeFileWhole(path, saveModel(model))

/**
 * The model in a file that {@link writeModel} wrote.
 * @throws {FileError} if the file is damaged, of another kind or of a newer version.
 * @throws the file system's error if it cannot be read.
 */
export const readModel = async (path: string, options: LoadModelOptions): Promise<Model> =>
  loadModel(await readFile(path), options)
