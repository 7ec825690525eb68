import type { ModelSpec, NamedLayer } from '@parallax-ml/core'

const turnsScoresToProbabilities = ['softmax', 'sigmoid']

/** Whether the layer that gives the model's only output ends in softmax or sigmoid. */
export function givesProbabilities(spec: ModelSpec): boolean {
  return turnsScoresToProbabilities.includes(activationOf(lastLayer(spec)))
}

/**
 * The same network without the softmax or sigmoid at its end: what it gives are logits. Layers
 * keep their names, so the weights fit as they are.
 */
export function withoutLastActivation(spec: ModelSpec): ModelSpec {
  const last = lastLayer(spec)
  const layers = spec.layers.map((layer) => (layer === last ? linear(layer) : layer))
  return { ...spec, layers }
}

/** Its own activation, or the one that it is. */
function activationOf({ type, activation }: NamedLayer): string {
  if (type === 'softmax') return type
  if (typeof activation === 'string') return activation
  return String((activation as { name?: string } | undefined)?.name)
}

const linear = (layer: NamedLayer): NamedLayer =>
  layer.type === 'softmax'
    ? { type: 'activation', name: layer.name, activation: 'linear' }
    : { ...layer, activation: 'linear' }

function lastLayer(spec: ModelSpec): NamedLayer {
  if (spec.kind === 'sequential') return spec.layers.at(-1)!
  const [value] = Object.values(spec.outputs)
  const call = spec.calls.find(({ output }) => output === value)!
  return spec.layers.find(({ name }) => name === call.layer)!
}
