import { type Model, type Tensor, UnsupportedError } from '@parallax-ml/core'
import { activationOf } from '../model/calls.js'
import { type PageActivation, type PageLayer, pageActivations } from './run-network.js'

type Layer = Model['architecture']['calls'][number]['layer']
type WeightOf = (name: string) => readonly number[]

/** Layers that the page can run; those that do nothing when a model answers give nothing. */
const converters: Readonly<Record<string, (layer: Layer, weight: WeightOf) => PageLayer[]>> = {
  activation: ({ name, options }) => activated(name, options),
  alphaDropout: () => [],
  batchNormalization({ options }, weight) {
    const { epsilon, scale, center } = options as {
      epsilon: number
      scale: boolean
      center: boolean
    }
    const variance = weight('movingVariance')
    const gamma = scale ? weight('gamma') : variance.map(() => 1)
    const factor = variance.map((value, i) => gamma[i]! / Math.sqrt(value + epsilon))
    const offset = center ? weight('beta') : variance.map(() => 0)
    return [{ type: 'scale', center: weight('movingMean'), factor, offset }]
  },
  dense({ name, options }, weight) {
    const { units, useBias } = options as { units: number; useBias: boolean }
    const bias = useBias ? weight('bias') : Array.from({ length: units }, () => 0)
    return [{ type: 'dense', units, kernel: weight('kernel'), bias }, ...activated(name, options)]
  },
  dropout: () => [],
  elu: ({ name, options }) => activated(name, { activation: { name: 'elu', ...options } }),
  flatten: () => [],
  gaussianDropout: () => [],
  gaussianNoise: () => [],
  leakyRelu: ({ name, options }) =>
    activated(name, { activation: { name: 'leakyRelu', ...options } }),
  normalization(_, weight) {
    const variance = weight('variance')
    const factor = variance.map((value) => 1 / Math.max(Math.sqrt(value), 1e-7))
    return [{ type: 'scale', center: weight('mean'), factor, offset: variance.map(() => 0) }]
  },
  relu: ({ name, options }) => activated(name, { activation: { name: 'relu', ...options } }),
  softmax: ({ name, options }) => activated(name, { activation: { name: 'softmax', ...options } }),
}

/** Types of layers that {@link pageLayers} takes. */
export const pageLayerTypes = Object.keys(converters)

/**
 * A model as layers that run in a page: a chain of the types in {@link pageLayerTypes} on one
 * input of one axis, with activations that the page has.
 *
 * @throws {UnsupportedError} if the model branches, or has another layer or activation.
 */
export function pageLayers(model: Pick<Model, 'architecture' | 'weights'>): PageLayer[] {
  const { calls, inputs, outputs } = model.architecture
  const weights: Record<string, Tensor> = model.weights()
  const [input] = Object.keys(inputs)
  const isChain = calls.every(
    ({ inputs: read }, i) => read.length === 1 && read[0] === (calls[i - 1]?.output ?? input),
  )
  if (!isChain || Object.keys(inputs).length > 1 || Object.keys(outputs).length > 1) {
    throw unsupported('whatIf', 'the model is no chain of layers from one input to one output')
  }
  const wide = calls.find(({ layer, inputShapes }) => {
    const isFlat = inputShapes[0]!.length === 1
    return !isFlat && layer.definition.type !== 'flatten'
  })
  if (wide) {
    throw unsupported(
      `layer ${wide.layer.name}`,
      'its input has several axes',
      `shape ${wide.inputShapes[0]!.join(' × ')}`,
    )
  }
  return calls.flatMap(({ layer }) => {
    const convert = converters[layer.definition.type]
    if (convert === undefined) {
      throw unsupported(`layer ${layer.name}`, 'a page cannot run it', layer.definition.type)
    }
    return convert(layer, (name) => Array.from(weights[`${layer.name}/${name}`]!.data))
  })
}

function activated(layer: string, options: object): PageLayer[] {
  const name = activationOf(options) ?? 'linear'
  const own = optionsOf(options)
  const isKnown = (pageActivations as readonly string[]).includes(name)
  if (!isKnown || !isPlain(name, own)) {
    throw unsupported(
      `layer ${layer}`,
      'a page cannot run its activation',
      Object.keys(own).length === 0 ? name : `${name} with ${JSON.stringify(own)}`,
    )
  }
  if (name === 'linear') return []
  const alpha =
    name === 'leakyRelu'
      ? (own.negativeSlope ?? 0.2)
      : name === 'elu'
        ? (own.alpha ?? 1)
        : undefined
  return [
    { type: 'activation', name: name as PageActivation, ...(alpha !== undefined && { alpha }) },
  ]
}

type ActivationOptions = Readonly<Record<string, number | undefined>>

function optionsOf(options: object): ActivationOptions {
  const { activation } = options as { activation?: unknown }
  if (typeof activation !== 'object' || activation === null) return {}
  const { name: _, ...own } = activation as { name: string }
  return own
}

/** Whether the options are those that the page's function has, or change nothing. */
function isPlain(
  name: string,
  { axis, negativeSlope, maxValue, threshold }: ActivationOptions,
): boolean {
  if (name === 'softmax') return axis === undefined || axis === -1
  if (name !== 'relu') return true
  return !negativeSlope && !threshold && maxValue === undefined
}

const unsupported = (where: string, problem: string, received?: string): UnsupportedError =>
  new UnsupportedError({
    where,
    problem,
    expected: `a chain of ${pageLayerTypes.join(', ')}, with the activations ${pageActivations.join(', ')}`,
    ...(received !== undefined && { received }),
  })
