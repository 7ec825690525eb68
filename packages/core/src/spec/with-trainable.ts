import { suggest } from '../errors/nearest.js'
import { OptionError } from '../errors/parallax-error.js'
import { customLayersOf, rememberCustomLayers } from './custom-layers.js'
import type { ModelSpec, NamedLayer } from './model-spec.js'

/** The same spec with some layers frozen or set free, by name. */
export function withTrainable(
  spec: ModelSpec,
  trainable: Readonly<Record<string, boolean>>,
): ModelSpec {
  if (Object.keys(trainable).length === 0) return spec
  const layers = (spec.layers as readonly NamedLayer[]).map((layer) =>
    Object.hasOwn(trainable, layer.name) ? { ...layer, trainable: trainable[layer.name]! } : layer,
  )
  return rememberCustomLayers({ ...spec, layers } as ModelSpec, customLayersOf(spec))
}

/**
 * Checks that layers exist.
 * @throws {OptionError} with the nearest right name.
 */
export function requireLayers(spec: ModelSpec, names: readonly string[], where: string): void {
  const known = (spec.layers as readonly NamedLayer[]).map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new OptionError({
    where,
    problem: `the model has no layer '${unknown}'`,
    hint: suggest(unknown, known),
  })
}
