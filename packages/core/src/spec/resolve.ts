import type { RowsExpected } from '../data/rows.js'
import { SpecError } from '../errors/parallax-error.js'
import { sameShape, showShape } from '../graph/shape.js'
import type { Shape } from '../graph/types.js'
import type { LayerDefinition, WeightDeclaration } from '../layers/definition.js'
import { definitionFor } from './custom-layers.js'
import { inputRowsOf } from './input-rows.js'
import type { ModelSpec, NamedLayer } from './model-spec.js'
import { wiringOf } from './wiring.js'

/** A layer of a checked spec and the weights that follow from its first input. */
export interface ResolvedLayer {
  readonly name: string
  readonly definition: LayerDefinition
  readonly options: object
  readonly weights: readonly WeightDeclaration[]
  /** Whether training may change it. */
  readonly trainable: boolean
  /** Times the optimiser's learning rate. */
  readonly learningRateMultiplier: number
}

/** One application of a layer; a shared layer has several. Shapes are without the axis of rows. */
export interface ResolvedCall {
  readonly layer: ResolvedLayer
  /** Names of the values that it reads. */
  readonly inputs: readonly string[]
  readonly inputShapes: readonly Shape[]
  /** Name of the value that it makes. */
  readonly output: string
  readonly outputShape: Shape
}

/** A value that the model gives, by the name of an output. */
export interface ResolvedOutput {
  readonly value: string
  readonly shape: Shape
}

/** A checked spec with what follows from it. */
export interface ResolvedModel {
  readonly layers: readonly ResolvedLayer[]
  readonly calls: readonly ResolvedCall[]
  readonly inputs: Readonly<Record<string, Shape>>
  /** What the rows of every input must look like. */
  readonly inputRows: Readonly<Record<string, RowsExpected>>
  readonly outputs: Readonly<Record<string, ResolvedOutput>>
}

/**
 * Works out shapes and weights.
 * @throws {SpecError} if a layer cannot take what it is given.
 */
export function resolveModel(spec: ModelSpec): ResolvedModel {
  const wiring = wiringOf(spec)
  const shapes = new Map(Object.entries(wiring.inputs))
  const layers = new Map<string, ResolvedLayer>()
  const calls = wiring.calls.map((call): ResolvedCall => {
    const index = spec.layers.findIndex(({ name }) => name === call.layer)
    const named = spec.layers[index]!
    const where = `layers[${index}] (${named.name})`
    const inputShapes = call.inputs.map((name) => shapes.get(name)!)
    const { layer, outputShape } = resolveCall(spec, named, inputShapes, where)
    requireSameWeights(layers.get(layer.name), layer, inputShapes, where)
    layers.set(layer.name, layers.get(layer.name) ?? layer)
    shapes.set(call.output, outputShape)
    return {
      layer: layers.get(layer.name)!,
      inputs: call.inputs,
      inputShapes,
      output: call.output,
      outputShape,
    }
  })
  const outputs = Object.entries(wiring.outputs).map(
    ([name, value]) => [name, { value, shape: shapes.get(value)! }] as const,
  )
  return {
    layers: [...layers.values()],
    calls,
    inputs: wiring.inputs,
    inputRows: inputRowsOf(wiring.inputs, calls),
    outputs: Object.fromEntries(outputs),
  }
}

function resolveCall(
  spec: ModelSpec,
  { type, name, trainable = true, learningRateMultiplier = 1, ...options }: NamedLayer,
  inputs: readonly Shape[],
  where: string,
) {
  const definition = definitionFor(spec, type)!
  const [input] = inputs as [Shape]
  if (!definition.merges && inputs.length !== 1) {
    throw new SpecError({
      where,
      problem: `a layer of type '${type}' takes one input`,
      received: String(inputs.length),
      hint: 'Join the inputs first, for example with concatenate().',
    })
  }
  const outputShape = definition.outputShape(options, { input, inputs, where })
  const weights = definition
    .weights(options, input)
    .map((weight) => (trainable ? weight : freeze(weight)))
  const layer: ResolvedLayer = {
    name,
    definition,
    options,
    weights,
    trainable,
    learningRateMultiplier,
  }
  return { layer, outputShape }
}

const freeze = (weight: WeightDeclaration): WeightDeclaration =>
  weight.role === 'trainable' ? { ...weight, role: 'frozen' } : weight

/** A layer that is called twice has one set of weights, so its inputs must ask for the same. */
function requireSameWeights(
  known: ResolvedLayer | undefined,
  layer: ResolvedLayer,
  inputs: readonly Shape[],
  where: string,
): void {
  const fits = known?.weights.every(({ shape }, i) => sameShape(shape, layer.weights[i]!.shape))
  if (fits ?? true) return
  throw new SpecError({
    where,
    problem: 'it is shared by inputs that need weights of different shapes',
    received: `an input of shape ${showShape(inputs[0]!)}`,
    hint: 'Give the inputs equal shapes, or each a layer of its own.',
  })
}
