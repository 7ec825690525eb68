import type { DataExpected, ResidentData, StreamedData } from '../data/source.js'
import { SpecError } from '../errors/parallax-error.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import type { Architecture } from '../model/architecture.js'
import type { FlatWeights } from '../model/layout.js'
import { readBlocks } from './batches.js'

/**
 * Sets, in place, the weights that training rows decide: mean and variance of every
 * `normalization` layer that was given none.
 *
 * @throws {SpecError} if a layer before it changes the values that it would learn from.
 */
export async function fitNormalization(
  { layers, layout }: Architecture,
  flat: FlatWeights,
  data: ResidentData | StreamedData,
  expected: DataExpected,
): Promise<void> {
  for (const [i, { name, definition, inputShape, weights }] of layers.entries()) {
    if (!definition.fitsData || weights.every(({ values }) => values !== undefined)) continue
    const changed = layers.slice(0, i).find((layer) => layer.definition.type !== 'flatten')
    if (changed !== undefined) {
      throw new SpecError({
        where: `layers[${i}] (${name})`,
        problem: `it learns from the model's inputs, but layer '${changed.name}' changes them first`,
        hint: 'Move it to the front, or give it mean and variance.',
      })
    }
    const { mean, variance } = await momentsOf(data, expected, inputShape.at(-1)!)
    const offsetOf = (weight: string): number =>
      layout.entries.find(({ path }) => path === `${name}/${weight}`)!.offset
    flat.frozen.set(mean, offsetOf('mean'))
    flat.frozen.set(variance, offsetOf('variance'))
  }
}

interface Moments {
  readonly mean: Float64Array
  /** Biased: divided by the number of values. */
  readonly variance: Float64Array
}

/** Moments of each feature, in one pass over blocks, merged after Chan, Golub and LeVeque (1979). */
async function momentsOf(
  data: ResidentData | StreamedData,
  expected: DataExpected,
  features: number,
): Promise<Moments> {
  const mean = new Float64Array(features)
  const squares = new Float64Array(features)
  let count = 0
  for await (const { x } of readBlocks(data, expected)) {
    const added = x.length / features
    const total = count + added
    const block = momentsOfBlock(x, features)
    for (let j = 0; j < features; j++) {
      const shift = block.mean[j]! - mean[j]!
      mean[j]! += (shift * added) / total
      squares[j]! += block.variance[j]! * added + (shift * shift * count * added) / total
    }
    count = total
  }
  return { mean, variance: squares.map((sum) => sum / count) }
}

function momentsOfBlock(x: NumberArray, features: number): Moments {
  const count = x.length / features
  const mean = new Float64Array(features)
  const variance = new Float64Array(features)
  for (let i = 0; i < x.length; i++) mean[i % features]! += x[i]! / count
  for (let i = 0; i < x.length; i++)
    variance[i % features]! += (x[i]! - mean[i % features]!) ** 2 / count
  return { mean, variance }
}
