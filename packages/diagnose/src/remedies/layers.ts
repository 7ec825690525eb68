import { dropout, type ModelSpec, type NamedLayer, normalization } from '@parallax-ml/core'

/** Layers whose units may be more or fewer without changing what the network takes or gives. */
const isHidden = (spec: ModelSpec, layer: NamedLayer): boolean =>
  layer !== spec.layers.at(-1) && ('units' in layer || 'filters' in layer)

/** Whether there are hidden units at all. */
export const hasHiddenUnits = (spec: ModelSpec): boolean =>
  spec.layers.some((layer) => isHidden(spec, layer))

/** The spec with every hidden layer changed. */
export const changeHidden = (
  spec: ModelSpec,
  change: (layer: NamedLayer) => NamedLayer,
): ModelSpec => ({
  ...spec,
  layers: spec.layers.map((layer) => (isHidden(spec, layer) ? change(layer) : layer)),
})

/** The spec with all layers that have a kernel changed, the last too. */
export const changeKernels = (
  spec: ModelSpec,
  change: (layer: NamedLayer) => NamedLayer,
): ModelSpec => ({
  ...spec,
  layers: spec.layers.map((layer) =>
    'units' in layer || 'filters' in layer ? change(layer) : layer,
  ),
})

/** Units and filters by a factor. */
export const widened = (layer: NamedLayer, factor: number): NamedLayer => {
  const scaled = (name: string) =>
    typeof layer[name] === 'number' ? { [name]: Math.round(layer[name] * factor) } : {}
  return { ...layer, ...scaled('units'), ...scaled('filters') }
}

/** Standardises what comes in; only networks in a line, and only once. */
export function standardized(spec: ModelSpec): ModelSpec | undefined {
  if (spec.kind !== 'sequential' || spec.layers.some(({ type }) => type === 'normalization')) {
    return undefined
  }
  return { ...spec, layers: [named(normalization(), 'standardized'), ...spec.layers] }
}

/** Drops a share of every hidden layer's values; only networks in a line. */
export function withDropout(spec: ModelSpec, rate: number): ModelSpec | undefined {
  if (spec.kind !== 'sequential' || spec.layers.some(({ type }) => type === 'dropout')) {
    return undefined
  }
  const layers = spec.layers.flatMap((layer, i) =>
    isHidden(spec, layer) ? [layer, named(dropout({ rate }), `dropped_${i}`)] : [layer],
  )
  return { ...spec, layers }
}

/** Other first weights; biases, where the layer says anything about them, begin at 0. */
export const withInitializer = (layer: NamedLayer, name: string): NamedLayer => ({
  ...layer,
  kernelInitializer: name,
  ...('biasInitializer' in layer && { biasInitializer: 'zeros' }),
})

const named = (layer: object, name: string): NamedLayer => ({ ...layer, name }) as NamedLayer
