import { z } from 'zod'
import { sizeOf } from '../graph/shape.js'
import type { Shape } from '../graph/types.js'
import { choiceSchema } from '../options/choice-schema.js'
import { type NamedDefinition, resolveChoice } from '../options/named.js'
import { nonNegative, positive } from '../options/numbers.js'
import { normals, type RandomKey, truncatedNormals, uniforms } from '../random/draws.js'
import { orthogonalMatrix } from './orthogonal.js'

interface InitializerDefinition<Options extends object = object> extends NamedDefinition {
  values(options: Options, shape: Shape, key: RandomKey): Float64Array
}

type Fan = 'fanIn' | 'fanOut' | 'fanAvg'
type Distribution = 'uniform' | 'truncatedNormal' | 'untruncatedNormal'

/** Standard deviation of a standard normal distribution that is cut off at ±2. */
const truncatedDeviation = 0.87962566103423978

/** Inputs and outputs of a kernel, as Keras counts them. */
function fans(shape: Shape): { fanIn: number; fanOut: number; fanAvg: number } {
  const receptiveField = sizeOf(shape.slice(0, -2))
  const fanIn = shape.length < 2 ? (shape[0] ?? 1) : shape.at(-2)! * receptiveField
  const fanOut = shape.length < 2 ? (shape[0] ?? 1) : shape.at(-1)! * receptiveField
  return { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }
}

function scaled(
  scale: number,
  fan: Fan,
  distribution: Distribution,
  shape: Shape,
  key: RandomKey,
): Float64Array {
  const variance = scale / Math.max(1, fans(shape)[fan])
  const count = sizeOf(shape)
  if (distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance)
    return uniforms(key, count).map((u) => limit * (2 * u - 1))
  }
  const deviation = Math.sqrt(variance)
  return distribution === 'truncatedNormal'
    ? truncatedNormals(key, count).map((x) => (deviation / truncatedDeviation) * x)
    : normals(key, count).map((x) => deviation * x)
}

const none = z.strictObject({})

const constantOf = (name: string, value: number): InitializerDefinition => ({
  name,
  options: none,
  values: (_, shape) => new Float64Array(sizeOf(shape)).fill(value),
})

const scaledBy = (
  name: string,
  scale: number,
  fan: Fan,
  distribution: Distribution,
): InitializerDefinition => ({
  name,
  options: none,
  values: (_, shape, key) => scaled(scale, fan, distribution, shape, key),
})

const constant: InitializerDefinition<{ value: number }> = {
  name: 'constant',
  options: z.strictObject({ value: z.number() }),
  values: ({ value }, shape) => new Float64Array(sizeOf(shape)).fill(value),
}

const randomUniform: InitializerDefinition<{ minval: number; maxval: number }> = {
  name: 'randomUniform',
  options: z.strictObject({ minval: z.number().default(-0.05), maxval: z.number().default(0.05) }),
  values: ({ minval, maxval }, shape, key) =>
    uniforms(key, sizeOf(shape)).map((u) => minval + (maxval - minval) * u),
}

const spread = z.strictObject({ mean: z.number().default(0), stddev: nonNegative.default(0.05) })

const normalOf = (
  name: string,
  draw: (key: RandomKey, count: number) => Float64Array,
): InitializerDefinition<{ mean: number; stddev: number }> => ({
  name,
  options: spread,
  values: ({ mean, stddev }, shape, key) => draw(key, sizeOf(shape)).map((x) => mean + stddev * x),
})

const varianceScaling: InitializerDefinition<{
  scale: number
  mode: Fan
  distribution: Distribution
}> = {
  name: 'varianceScaling',
  options: z.strictObject({
    scale: positive.default(1),
    mode: z.enum(['fanIn', 'fanOut', 'fanAvg']).default('fanIn'),
    distribution: z
      .enum(['uniform', 'truncatedNormal', 'untruncatedNormal'])
      .default('truncatedNormal'),
  }),
  values: ({ scale, mode, distribution }, shape, key) =>
    scaled(scale, mode, distribution, shape, key),
}

const orthogonal: InitializerDefinition<{ gain: number }> = {
  name: 'orthogonal',
  options: z.strictObject({ gain: z.number().default(1) }),
  values: ({ gain }, shape, key) => {
    const columns = shape.at(-1) ?? 1
    return orthogonalMatrix(sizeOf(shape) / columns, columns, key).map((x) => gain * x)
  },
}

const identity: InitializerDefinition<{ gain: number }> = {
  name: 'identity',
  options: z.strictObject({ gain: z.number().default(1) }),
  values: ({ gain }, shape) => {
    const columns = shape.at(-1) ?? 1
    const values = new Float64Array(sizeOf(shape))
    for (let i = 0; i < Math.min(columns, values.length / columns); i++)
      values[i * columns + i] = gain
    return values
  },
}

const definitions = [
  constantOf('zeros', 0),
  constantOf('ones', 1),
  scaledBy('glorotUniform', 1, 'fanAvg', 'uniform'),
  scaledBy('glorotNormal', 1, 'fanAvg', 'truncatedNormal'),
  scaledBy('heUniform', 2, 'fanIn', 'uniform'),
  scaledBy('heNormal', 2, 'fanIn', 'truncatedNormal'),
  scaledBy('lecunUniform', 1, 'fanIn', 'uniform'),
  scaledBy('lecunNormal', 1, 'fanIn', 'truncatedNormal'),
  constant,
  identity,
  orthogonal,
  randomUniform,
  normalOf('randomNormal', normals),
  normalOf('truncatedNormal', truncatedNormals),
  varianceScaling,
] as unknown as readonly InitializerDefinition[]

/** Initialisers that need no options. */
export type InitializerName =
  | 'zeros'
  | 'ones'
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heUniform'
  | 'heNormal'
  | 'lecunUniform'
  | 'lecunNormal'
  | 'identity'
  | 'orthogonal'
  | 'randomUniform'
  | 'randomNormal'
  | 'truncatedNormal'
  | 'varianceScaling'

/**
 * How a weight starts, with Keras's names and definitions: Glorot divides by the mean of the fans,
 * He (scale 2) and LeCun (scale 1) by the inputs; `Uniform` between ±√(3 variance), `Normal` cut
 * off at two standard deviations and widened to the same variance. Options by an object:
 * `{ name: 'constant', value: 0.1 }`.
 */
export type InitializerChoice =
  | InitializerName
  | { readonly name: 'constant'; readonly value: number }
  | { readonly name: 'identity' | 'orthogonal'; readonly gain?: number }
  | { readonly name: 'randomUniform'; readonly minval?: number; readonly maxval?: number }
  | {
      readonly name: 'randomNormal' | 'truncatedNormal'
      readonly mean?: number
      readonly stddev?: number
    }
  | {
      readonly name: 'varianceScaling'
      readonly scale?: number
      readonly mode?: Fan
      readonly distribution?: Distribution
    }

/** Schema of an initialiser in a spec. */
export const initializerChoice = choiceSchema(definitions) as z.ZodType<InitializerChoice>

/** The values that a weight starts with, row-major. */
export function initialize(choice: InitializerChoice, shape: Shape, key: RandomKey): Float64Array {
  const { definition, options } = resolveChoice('initializer', definitions, choice)
  return definition.values(options, shape, key)
}
