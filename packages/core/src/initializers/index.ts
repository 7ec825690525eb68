import { z } from 'zod'
import { sizeOf } from '../graph/shape.js'
import type { Shape } from '../graph/types.js'
import { type RandomKey, truncatedNormals, uniforms } from '../random/draws.js'

type Fan = 'in' | 'average'
type Initializer = (shape: Shape, key: RandomKey) => Float64Array

const constantOf =
  (value: number): Initializer =>
  (shape) =>
    new Float64Array(sizeOf(shape)).fill(value)

/** Inputs and outputs of a kernel, as Keras counts them. */
function fans(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 }
  const receptiveField = sizeOf(shape.slice(0, -2))
  return { fanIn: shape.at(-2)! * receptiveField, fanOut: shape.at(-1)! * receptiveField }
}

const variance = (shape: Shape, scale: number, fan: Fan): number => {
  const { fanIn, fanOut } = fans(shape)
  return scale / Math.max(1, fan === 'in' ? fanIn : (fanIn + fanOut) / 2)
}

const uniform =
  (scale: number, fan: Fan): Initializer =>
  (shape, key) => {
    const limit = Math.sqrt(3 * variance(shape, scale, fan))
    return uniforms(key, sizeOf(shape)).map((u) => limit * (2 * u - 1))
  }

/** Standard deviation of a standard normal distribution that is cut off at ±2. */
const truncatedDeviation = 0.87962566103423978

const normal =
  (scale: number, fan: Fan): Initializer =>
  (shape, key) => {
    const deviation = Math.sqrt(variance(shape, scale, fan)) / truncatedDeviation
    return truncatedNormals(key, sizeOf(shape)).map((x) => deviation * x)
  }

/**
 * Initialisers of weights, with Keras's names and definitions: Glorot divides by the mean of the
 * fans, He (scale 2) and LeCun (scale 1) by the inputs; `Uniform` between ±√(3 variance), `Normal`
 * cut off at two standard deviations and widened to the same variance.
 */
export const initializers = {
  zeros: constantOf(0),
  ones: constantOf(1),
  glorotUniform: uniform(1, 'average'),
  glorotNormal: normal(1, 'average'),
  heUniform: uniform(2, 'in'),
  heNormal: normal(2, 'in'),
  lecunUniform: uniform(1, 'in'),
  lecunNormal: normal(1, 'in'),
} as const satisfies Record<string, Initializer>

/** The name of an initialiser. */
export type InitializerName = keyof typeof initializers

/** Schema of an initialiser's name. */
export const initializerName = z.enum(Object.keys(initializers) as [InitializerName])
