import { dense, type LayerSpec, type ModelSpec, normalization, sequential } from '@parallax-ml/core'
import { featureNames, momentsOf, type TableEncoding } from '@parallax-ml/datasets'

/** A spec that was chosen for some data, and the reasons in words. */
export interface ChosenSpec {
  readonly spec: ModelSpec
  readonly reasons: readonly string[]
}

/** From so many rows on, a second layer has been worth its weights. */
const rowsForTwoLayers = 1000

/**
 * A network for a table where none is given: numbers normalised by the training rows, one or two
 * layers of rectified units, and an output that suits the target. The output of a regression is
 * brought back to the units of the target, so that the network itself sees numbers near 1.
 */
export function defaultSpec(encoding: TableEncoding, rows: number): ChosenSpec {
  const { target } = encoding
  const features = featureNames(encoding).length
  const first = widthFor(features)
  const widths = rows < rowsForTwoLayers ? [first] : [first, first / 2]
  const outputs = target?.type === 'category' ? classOutput(target.classes.length) : numberOutput
  const spec = sequential({
    inputShape: [features],
    layers: [
      normalization(momentsOf(encoding)),
      ...widths.map((units) => dense({ units, activation: 'relu' })),
      ...outputs.layers(target),
    ],
  })
  const fewer = rows < rowsForTwoLayers
  return {
    spec,
    reasons: [
      'numbers are normalised by the training rows',
      `${widths.join(' and ')} rectified units for ${features} features; ${fewer ? 'one layer, since fewer than' : 'two layers, since at least'} ${rowsForTwoLayers} rows are trained on`,
      outputs.reason,
    ],
  }
}

/** The power of two that is at least twice the number of features, from 16 to 128. */
const widthFor = (features: number): number =>
  Math.min(128, Math.max(16, 2 ** Math.ceil(Math.log2(2 * features))))

interface Output {
  readonly reason: string
  layers(target: TableEncoding['target']): readonly LayerSpec[]
}

const classOutput = (classes: number): Output => ({
  reason:
    classes === 2
      ? 'one sigmoid: the probability of the second of two classes'
      : `a softmax: a probability for each of ${classes} classes`,
  layers: () => [
    dense(
      classes === 2
        ? { units: 1, activation: 'sigmoid' }
        : { units: classes, activation: 'softmax' },
    ),
  ],
})

const numberOutput: Output = {
  reason:
    'a linear output, brought to the mean and spread that the target has in the training rows',
  layers(target) {
    if (target?.type !== 'number') return [dense({ units: 1 })]
    // Undoes a normalisation: (z + mean / deviation) · deviation.
    const deviation = Math.sqrt(target.variance)
    const undo = { mean: [-target.mean / deviation], variance: [1 / target.variance] }
    return [dense({ units: 1 }), normalization({ ...undo, name: 'inUnitsOfTarget' })]
  },
}
