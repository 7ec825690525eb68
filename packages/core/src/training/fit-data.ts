import type { ColumnsExpected } from '../data/columns.js'
import type { ResidentData, StreamedData } from '../data/source.js'
import { SpecError } from '../errors/parallax-error.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import type { Architecture } from '../model/architecture.js'
import type { FlatWeights } from '../model/layout.js'
import type { ResolvedCall } from '../spec/resolve.js'
import { readBlocks } from './batches.js'

/**
 * Sets, in place, the weights that training rows decide: mean and variance of every
 * `normalization` layer that was given none.
 *
 * @throws {SpecError} if a layer before it changes the values that it would learn from.
 */
export async function fitNormalization(
  { calls, inputs: modelInputs, layout }: Architecture,
  flat: FlatWeights,
  data: ResidentData | StreamedData,
  expected: ColumnsExpected,
): Promise<void> {
  for (const { layer, inputs, inputShapes } of calls) {
    const { name, definition, weights } = layer
    if (!definition.fitsData || weights.every(({ values }) => values !== undefined)) continue
    const source = sourceOf(inputs[0]!, calls, modelInputs, name)
    const { mean, variance } = await momentsOf(
      data,
      expected,
      `x/${source}`,
      inputShapes[0]!.at(-1)!,
    )
    const offsetOf = (weight: string): number =>
      layout.entries.find(({ path }) => path === `${name}/${weight}`)!.offset
    flat.frozen.set(mean, offsetOf('mean'))
    flat.frozen.set(variance, offsetOf('variance'))
  }
}

/** The model's input whose values a layer sees, behind nothing but `flatten`. */
function sourceOf(
  value: string,
  calls: readonly ResolvedCall[],
  inputs: Readonly<Record<string, unknown>>,
  name: string,
): string {
  if (value in inputs) return value
  const call = calls.find(({ output }) => output === value)!
  if (call.layer.definition.type === 'flatten')
    return sourceOf(call.inputs[0]!, calls, inputs, name)
  throw new SpecError({
    where: `layer '${name}'`,
    problem: `it learns from the model's inputs, but layer '${call.layer.name}' changes them first`,
    hint: 'Move it to the front, or give it mean and variance.',
  })
}

interface Moments {
  readonly mean: Float64Array
  /** Biased: divided by the number of values. */
  readonly variance: Float64Array
}

/** Moments of each feature, in one pass over blocks, merged after Chan, Golub and LeVeque (1979). */
async function momentsOf(
  data: ResidentData | StreamedData,
  expected: ColumnsExpected,
  column: string,
  features: number,
): Promise<Moments> {
  const mean = new Float64Array(features)
  const squares = new Float64Array(features)
  let count = 0
  for await (const columns of readBlocks(data, expected)) {
    const x = columns[column]!
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
