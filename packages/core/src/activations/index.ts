import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import type { GraphBuilder } from '../graph/builder.js'
import { showShape } from '../graph/shape.js'
import type { GraphNode, Shape } from '../graph/types.js'
import { choiceSchema } from '../options/choice-schema.js'
import { type NamedDefinition, resolveChoice } from '../options/named.js'
import { nonNegative } from '../options/numbers.js'
import * as functions from './functions.js'

interface ActivationDefinition<Options extends object = object> extends NamedDefinition {
  apply(builder: GraphBuilder, input: GraphNode, options: Options): GraphNode
}

const none = z.strictObject({})
const plain = (name: string, apply: ActivationDefinition['apply']): ActivationDefinition => ({
  name,
  options: none,
  apply,
})
const withOptions = <Shape extends z.ZodRawShape>(
  name: string,
  shape: Shape,
  apply: (b: GraphBuilder, x: GraphNode, options: z.output<z.ZodObject<Shape>>) => GraphNode,
): ActivationDefinition => ({
  name,
  options: z.strictObject(shape) as unknown as z.ZodType<object>,
  apply: apply as unknown as ActivationDefinition['apply'],
})

const number = (value: number) => z.number().default(value)
const axis = z.int().default(-1)

const definitions: readonly ActivationDefinition[] = [
  withOptions('celu', { alpha: number(1) }, (b, x, { alpha }) => functions.elu(b, x, alpha, alpha)),
  withOptions('elu', { alpha: number(1) }, (b, x, { alpha }) => functions.elu(b, x, alpha)),
  plain('exponential', (b, x) => b.exp(x)),
  withOptions('gelu', { approximate: z.boolean().default(false) }, (b, x, { approximate }) =>
    functions.gelu(b, x, approximate),
  ),
  plain('glu', functions.glu),
  withOptions('hardShrink', { threshold: number(0.5) }, (b, x, { threshold }) =>
    b.select(b.greater(b.abs(x), threshold), x, 0),
  ),
  plain('hardSigmoid', functions.hardSigmoid),
  plain('hardSilu', (b, x) => b.mul(x, functions.hardSigmoid(b, x))),
  plain('hardTanh', (b, x) => functions.clip(b, x, -1, 1)),
  withOptions('leakyRelu', { negativeSlope: number(0.2) }, (b, x, { negativeSlope }) =>
    functions.leakyRelu(b, x, negativeSlope),
  ),
  plain('linear', (_, x) => x),
  plain('logSigmoid', (b, x) => b.neg(b.softplus(b.neg(x)))),
  withOptions('logSoftmax', { axis }, (b, x, options) =>
    functions.overAxis(b, x, options.axis, (rows) => b.logSoftmax(rows)),
  ),
  plain('mish', (b, x) => b.mul(x, b.tanh(b.softplus(x)))),
  withOptions(
    'relu',
    {
      negativeSlope: nonNegative.default(0),
      maxValue: nonNegative.optional(),
      threshold: number(0),
    },
    (b, x, options) => functions.relu(b, x, options),
  ),
  plain('relu6', (b, x) => functions.clip(b, x, 0, 6)),
  plain('selu', (b, x) => b.mul(functions.elu(b, x, functions.selu.alpha), functions.selu.scale)),
  plain('sigmoid', (b, x) => b.sigmoid(x)),
  plain('silu', (b, x) => b.mul(x, b.sigmoid(x))),
  withOptions('softmax', { axis }, (b, x, options) =>
    functions.overAxis(b, x, options.axis, (rows) => b.softmax(rows)),
  ),
  plain('softplus', (b, x) => b.softplus(x)),
  withOptions('softShrink', { threshold: number(0.5) }, (b, x, { threshold }) =>
    b.mul(b.sign(x), b.relu(b.sub(b.abs(x), threshold))),
  ),
  plain('softsign', (b, x) => b.div(x, b.add(b.abs(x), 1))),
  withOptions('sparsemax', { axis }, (b, x, options) =>
    functions.overAxis(b, x, options.axis, (rows) => functions.sparsemax(b, rows)),
  ),
  plain('sparsePlus', functions.sparsePlus),
  plain('sparseSigmoid', (b, x) => functions.clip(b, b.mul(b.add(x, 1), 0.5), 0, 1)),
  withOptions('squareplus', { b: nonNegative.default(4) }, (b, x, options) =>
    functions.squareplus(b, x, options.b),
  ),
  plain('tanh', (b, x) => b.tanh(x)),
  plain('tanhShrink', (b, x) => b.sub(x, b.tanh(x))),
  withOptions('threshold', { threshold: z.number(), defaultValue: z.number() }, (b, x, options) =>
    b.select(b.greater(x, options.threshold), x, options.defaultValue),
  ),
]

/** Activations that need no options. */
export type ActivationName =
  | 'celu'
  | 'elu'
  | 'exponential'
  | 'gelu'
  | 'glu'
  | 'hardShrink'
  | 'hardSigmoid'
  | 'hardSilu'
  | 'hardTanh'
  | 'leakyRelu'
  | 'linear'
  | 'logSigmoid'
  | 'logSoftmax'
  | 'mish'
  | 'relu'
  | 'relu6'
  | 'selu'
  | 'sigmoid'
  | 'silu'
  | 'softmax'
  | 'softplus'
  | 'softShrink'
  | 'softsign'
  | 'sparsemax'
  | 'sparsePlus'
  | 'sparseSigmoid'
  | 'squareplus'
  | 'tanh'
  | 'tanhShrink'

/**
 * An activation function, with Keras's names, definitions and options, by name or as an object:
 * `{ name: 'gelu', approximate: true }`. `softmax`, `logSoftmax` and `sparsemax` are over `axis`, the
 * last one by default; `glu` halves the last axis.
 */
export type ActivationChoice =
  | ActivationName
  | { readonly name: 'celu' | 'elu'; readonly alpha?: number }
  | { readonly name: 'gelu'; readonly approximate?: boolean }
  | { readonly name: 'hardShrink' | 'softShrink'; readonly threshold?: number }
  | { readonly name: 'leakyRelu'; readonly negativeSlope?: number }
  | { readonly name: 'logSoftmax' | 'softmax' | 'sparsemax'; readonly axis?: number }
  | {
      readonly name: 'relu'
      readonly negativeSlope?: number
      readonly maxValue?: number
      readonly threshold?: number
    }
  | { readonly name: 'squareplus'; readonly b?: number }
  | { readonly name: 'threshold'; readonly threshold: number; readonly defaultValue: number }

/** Schema of an activation in a spec. */
export const activationChoice = choiceSchema(definitions) as z.ZodType<ActivationChoice>

/** Applies an activation function. */
export function activate(b: GraphBuilder, choice: ActivationChoice, x: GraphNode): GraphNode {
  const { definition, options } = resolveChoice('activation', definitions, choice)
  return definition.apply(b, x, options)
}

/**
 * The shape of what an activation makes of values of a shape; only `glu` changes it.
 * @throws {SpecError} if it does not divide.
 */
export function activatedShape(choice: ActivationChoice, shape: Shape, where: string): Shape {
  if (nameOfActivation(choice) !== 'glu') return shape
  const last = shape.at(-1) ?? 1
  if (last % 2 === 0) return shape.with(-1, last / 2)
  throw new SpecError({
    where,
    problem: 'glu halves the last axis, which is odd',
    received: showShape(shape),
  })
}

/** The name of an activation, whatever its options. */
export const nameOfActivation = (choice: ActivationChoice): string =>
  typeof choice === 'string' ? choice : choice.name
