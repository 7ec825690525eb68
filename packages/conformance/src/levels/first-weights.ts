import { conv2d, createModel, dense, type InitializerChoice, sequential } from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { exact } from './vectors.js'

const level = 'layers, losses and metrics'
const inputs = 50
const outputs = 200

/** Standard deviation of a standard normal distribution that is cut off at ±2. */
const cutDeviation = 0.879_625_661_034_239_8

/** Glorot and Bengio (2010); He et al. (2015); LeCun et al. (1998): variances of a kernel. */
const variances = {
  glorot: 2 / (inputs + outputs),
  he: 2 / inputs,
  lecun: 1 / inputs,
} as const

/** The number that no weight exceeds, in standard deviations. */
const limits = { Uniform: Math.sqrt(3), Normal: 2 / cutDeviation } as const

const families = ['glorot', 'he', 'lecun'] as const
const distributions = ['Uniform', 'Normal'] as const

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const deviationOf = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))

const largestOf = (values: readonly number[]): number => Math.max(...values.map(Math.abs))

/** The first kernel of a layer. */
function kernelOf(
  { backend, precision }: CaseContext,
  layer: object,
  inputShape: readonly number[],
): readonly number[] {
  const spec = sequential({ inputShape, layers: [layer] })
  const weights = createModel(spec, { backend, precision, seed: 1 }).weights()
  return Array.from(Object.values(weights)[0]!.data)
}

const matrix = (context: CaseContext, kernelInitializer: InitializerChoice): readonly number[] =>
  kernelOf(context, dense({ units: outputs, kernelInitializer }), [inputs])

const initializerCase = (
  family: (typeof families)[number],
  distribution: (typeof distributions)[number],
): ConformanceCase => ({
  level,
  name: `first weights: mean, deviation and limit of ${family}${distribution}`,
  async run(context) {
    const { compare } = context
    const kernel = matrix(context, `${family}${distribution}`)
    const deviation = Math.sqrt(variances[family])
    const limit = deviation * limits[distribution]
    const found = Math.sqrt(mean(kernel.map((weight) => weight ** 2)))
    const largest = largestOf(kernel)
    // Of 10,000 numbers the mean scatters by a hundredth, the deviation by less.
    compare([mean(kernel)], [0], { absolute: 0.05 * deviation, relative: 0 }, 'mean')
    compare([found], [deviation], { absolute: 0, relative: 0.04 }, 'deviation')
    compare([largest], [limit], { absolute: 0, relative: 0.01 }, 'largest weight')
    if (largest > limit * (1 + 1e-6)) throw new Error(`a weight of ${largest} is beyond ${limit}`)
  },
})

const roughly = { absolute: 0, relative: 0.03 }

const initializerCases: readonly ConformanceCase[] = [
  {
    level,
    name: 'first weights: filters have fans of all their pixels',
    async run(context) {
      const kernel = kernelOf(context, conv2d({ filters: 16, kernelSize: 3 }), [5, 5, 8])
      const limit = Math.sqrt(6 / (9 * (8 + 16)))
      context.compare([largestOf(kernel)], [limit], roughly, 'largest weight')
    },
  },
  ...(['fanIn', 'fanOut', 'fanAvg'] as const).map(
    (mode): ConformanceCase => ({
      level,
      name: `first weights: varianceScaling by ${mode}`,
      async run(context) {
        const fan = { fanIn: 50, fanOut: 200, fanAvg: 125 }[mode]
        const kernel = matrix(context, { name: 'varianceScaling', scale: 3, mode })
        context.compare([deviationOf(kernel)], [Math.sqrt(3 / fan)], roughly, 'deviation')
      },
    }),
  ),
  {
    level,
    name: 'first weights: normal numbers, cut off and not',
    async run(context) {
      const whole = matrix(context, { name: 'randomNormal', mean: 1, stddev: 0.5 })
      context.compare([mean(whole), deviationOf(whole)], [1, 0.5], roughly, 'moments')
      const cut = matrix(context, { name: 'truncatedNormal', stddev: 0.5 })
      context.compare([largestOf(cut)], [1], { absolute: 0.01, relative: 0 }, 'largest, cut off')
    },
  },
  {
    level,
    name: 'first weights: uniform numbers reach both ends',
    async run(context) {
      const kernel = matrix(context, { name: 'randomUniform', minval: -1, maxval: 3 })
      const ends = [Math.min(...kernel), Math.max(...kernel)]
      context.compare(ends, [-1, 3], { absolute: 0.01, relative: 0 }, 'ends')
    },
  },
  {
    level,
    name: 'first weights: orthogonal rows of one length',
    async run(context) {
      const layer = dense({ units: 6, kernelInitializer: { name: 'orthogonal', gain: 2 } })
      const kernel = kernelOf(context, layer, [4])
      const row = (i: number): number[] => kernel.slice(6 * i, 6 * i + 6)
      const products = [0, 1, 2, 3].flatMap((i) =>
        [0, 1, 2, 3].map((j) => row(i).reduce((sum, value, k) => sum + value * row(j)[k]!, 0)),
      )
      const expected = products.map((_, i) => (i % 5 === 0 ? 4 : 0))
      context.compare(products, expected, { absolute: 1e-5, relative: 0 }, 'products')
    },
  },
]

/** The kernels of three layers of one shape. */
function kernelsOf({ backend, precision }: CaseContext, seed: number): ArrayLike<number>[] {
  const layers = [1, 2, 3].map(() => dense({ units: 6, kernelInitializer: 'heNormal' }))
  const spec = sequential({ inputShape: [6], layers })
  const weights = Object.entries(createModel(spec, { backend, precision, seed }).weights())
  return weights.filter(([path]) => path.endsWith('/kernel')).map(([, { data }]) => data)
}

const equalElements = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).filter((value, i) => value === b[i]).length

/** What an untrained model starts with. */
export const firstWeightCases = (): ConformanceCase[] => [
  ...families.flatMap((family) =>
    distributions.map((distribution) => initializerCase(family, distribution)),
  ),
  {
    level,
    name: 'first weights: layers of one shape start different',
    async run(context) {
      const [first, second, third] = kernelsOf(context, 1)
      context.compare([equalElements(first!, second!)], [0], exact, 'equal in 1 and 2')
      context.compare([equalElements(first!, third!)], [0], exact, 'equal in 1 and 3')
      context.compare([equalElements(second!, third!)], [0], exact, 'equal in 2 and 3')
    },
  },
  {
    level,
    name: 'first weights: another seed starts different, the same seed alike',
    async run(context) {
      const [one, again, other] = [
        kernelsOf(context, 1),
        kernelsOf(context, 1),
        kernelsOf(context, 2),
      ]
      for (const [i, kernel] of one.entries()) {
        context.compare(again[i]!, kernel, exact, `kernel ${i + 1} of the same seed`)
        context.compare([equalElements(kernel, other[i]!)], [0], exact, 'equal of another seed')
      }
    },
  },
  ...initializerCases,
]
