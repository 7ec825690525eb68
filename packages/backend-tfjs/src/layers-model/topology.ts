import { FileError } from '@parallax-ml/core'
import { z } from 'zod'

const config = z.record(z.string(), z.unknown())
const reference = z.tuple([z.string(), z.number(), z.number()]).rest(z.unknown())
const layer = z.object({
  class_name: z.string(),
  name: z.string().optional(),
  config,
  inbound_nodes: z.array(z.array(reference)).optional(),
})
const network = z.object({
  name: z.string().optional(),
  layers: z.array(layer),
  input_layers: z.array(reference).optional(),
  output_layers: z.array(reference).optional(),
})
const topology = z.object({ class_name: z.string(), config: z.union([network, z.array(layer)]) })
const file = z.object({
  modelTopology: z.union([topology, z.object({ model_config: topology })]),
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.int()),
          dtype: z.string(),
          quantization: z.unknown().optional(),
        }),
      ),
    }),
  ),
})

/** A layer of `model.json`. */
export type TheirLayer = z.output<typeof layer>

/** What is read of `model.json`. */
export interface TheirModel {
  readonly className: string
  readonly network: z.output<typeof network>
  readonly manifest: z.output<typeof file>['weightsManifest']
}

/**
 * Reads the text of `model.json`, as TensorFlow.js saves it and as Keras's converter writes it.
 * @throws {FileError} if it is none.
 */
export function readTopology(text: string): TheirModel {
  const where = 'model.json'
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new FileError({ where, problem: 'it is not JSON', cause })
  }
  const read = file.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    const place = [where, ...issue!.path.map(String)].join('.')
    throw new FileError({
      where: place,
      problem: `it is not what a LayersModel has there: ${issue!.message}`,
      hint: "Give the model.json of a model saved as 'layers-model'; a GraphModel has no layers to read.",
    })
  }
  const { modelTopology, weightsManifest } = read.data
  const found = 'model_config' in modelTopology ? modelTopology.model_config : modelTopology
  const layers = found.config
  return {
    className: found.class_name,
    network: Array.isArray(layers) ? { layers } : layers,
    manifest: weightsManifest,
  }
}
