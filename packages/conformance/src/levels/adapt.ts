import { dense, fit, normalization, sequential, type Tensor } from '@parallax-ml/core'
import type { CaseContext } from '../case.js'
import { decodeAll, type LayerGolden, roundedTensor } from './golden-cases.js'
import { boundFor } from './vectors.js'

/** The moments that `fit` gives a normalization layer for the golden rows, compared on the way. */
export async function adaptedWeights(
  { backend, precision, compare }: CaseContext,
  { adaptData, mean, variance }: LayerGolden,
): Promise<Record<string, Tensor>> {
  const x = roundedTensor(adaptData!, 'float64')
  const [rows, ...inputShape] = x.shape
  const yShape = [rows!, ...inputShape.with(-1, 1)]
  const y = { shape: yShape, data: new Float64Array(x.data.length / inputShape.at(-1)!) }
  const spec = sequential({ inputShape, layers: [normalization(), dense({ units: 1 })] })
  const { model } = await fit(
    spec,
    { x, y },
    { backend, precision, loss: 'meanSquaredError', optimizer: 'sgd', epochs: 1 },
  )
  const weights = model.weights()
  const expected = { mean: decodeAll(mean!), variance: decodeAll(variance!) }
  const bound = boundFor(precision, 1e-6, 1e-12)
  for (const [name, values] of Object.entries(expected)) {
    compare(weights[`normalization/${name}`]!.data, values, bound, name)
  }
  await model.dispose()
  return Object.fromEntries(
    Object.entries(weights).filter(([path]) => path.startsWith('normalization/')),
  )
}
