import { z } from 'zod'
import { type PageLayer, pageActivations } from '../what-if/run-network.js'
import { gapOf } from '../what-if/view.js'
import { figureFields, finite } from './fields.js'

/** By how much a page in double precision may differ from a model in single precision. */
export const usualTolerance = (prediction: readonly number[]): number =>
  1e-4 * Math.max(1, ...prediction.map(Math.abs))

const limits = { features: 128, sliders: 32, weights: 100_000 } as const

const numbers = z.array(finite).min(1)

const layer = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('dense'),
    units: z.int().min(1),
    kernel: numbers,
    bias: numbers,
  }),
  z.strictObject({ type: z.literal('scale'), center: numbers, factor: numbers, offset: numbers }),
  z.strictObject({
    type: z.literal('activation'),
    name: z.enum(pageActivations),
    alpha: finite.optional(),
  }),
])

const feature = z
  .strictObject({
    name: z.string().min(1),
    value: finite,
    baseline: finite,
    min: finite.optional(),
    max: finite.optional(),
    step: z.number().positive().optional(),
  })
  .refine(({ min, max }) => (min === undefined) === (max === undefined), {
    message: 'a slider has both ends or none',
  })
  .refine(({ value, min = value, max = value }) => min <= value && value <= max, {
    message: 'the value must lie between the ends of its slider',
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min < max, {
    message: 'the slider must begin below its end',
  })

/** Checks a figure of the kind `whatIf`: that the network can run, and says what the model said. */
export const whatIfSchema = z
  .strictObject({
    ...figureFields,
    kind: z.literal('whatIf'),
    features: z
      .array(feature)
      .min(1)
      .max(limits.features)
      .refine((all) => all.filter(({ min }) => min !== undefined).length <= limits.sliders, {
        message: `at most ${limits.sliders} sliders; leave out the ends of the others`,
      }),
    layers: z
      .array(layer)
      .min(1)
      .refine((all) => all.reduce((sum, each) => sum + sizeOf(each), 0) <= limits.weights, {
        message: `a page carries at most ${limits.weights} weights`,
      }),
    outputNames: z.array(z.string()).min(1),
    unit: z.string().min(1),
    prediction: numbers,
    predictedBy: z.string().min(1),
    tolerance: z.number().min(0).optional(),
    output: z.int().min(0).optional(),
  })
  .superRefine((figure, context) => {
    const { features, layers, outputNames, prediction, output = 0, predictedBy } = figure
    const { tolerance = usualTolerance(prediction) } = figure
    const complain = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message })
    const width = widthAfter(layers, features.length)
    if (width === undefined) {
      return complain('layers', 'their weights do not fit the features and each other')
    }
    if (outputNames.length !== width || prediction.length !== width || output >= width) {
      return complain(
        'prediction',
        `the network has ${width} outputs, each with a name and a number`,
      )
    }
    const row = features.map(({ value }) => value)
    const gap = gapOf({
      layers,
      row,
      prediction,
      baseline: row,
      predictedBy,
      tolerance,
      domain: [0, 1],
    })
    if (gap > tolerance || Number.isNaN(gap)) {
      complain(
        'prediction',
        `the layers are off by ${gap} from it, more than the tolerance of ${tolerance}`,
      )
    }
  })

const sizeOf = (each: PageLayer): number =>
  each.type === 'dense' ? each.kernel.length : each.type === 'scale' ? each.factor.length : 0

/** How many numbers come out, or undefined if a layer cannot take what it is given. */
function widthAfter(layers: readonly PageLayer[], width: number): number | undefined {
  return layers.reduce<number | undefined>((inputs, each) => {
    if (inputs === undefined || each.type === 'activation') return inputs
    if (each.type === 'scale') {
      const { center, factor, offset } = each
      return [center, factor, offset].every(({ length }) => length === inputs) ? inputs : undefined
    }
    const { units, kernel, bias } = each
    return kernel.length === inputs * units && bias.length === units ? units : undefined
  }, width)
}
