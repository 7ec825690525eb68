import type { Tensor } from '../backend/tensor.js'
import { type RowsLike, toRows } from '../data/rows.js'
import { OptionError } from '../errors/parallax-error.js'
import { show } from '../errors/show.js'
import { GraphBuilder } from '../graph/builder.js'
import { differentiate } from '../graph/differentiate.js'
import { createProgram } from '../graph/program.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode, Shape } from '../graph/types.js'
import type { WeightRole } from '../layers/definition.js'
import type { LossChoice } from '../losses/index.js'
import { emptyWeights } from '../model/layout.js'
import { lowerLayers, weightInputs } from '../model/lower.js'
import { compileFor, type Model } from '../model/model.js'
import { weightsByPath } from '../model/weights.js'
import { type Objective, objectiveOf, sumObjective } from './objective.js'

/** What is differentiated: the mean loss over rows, or the sum over rows of one output. */
export type GradientTarget =
  | { readonly loss: LossChoice; readonly y: RowsLike }
  | {
      /** Index into one row's output, row-major. */
      readonly output: number
    }

/** A value and its gradients. */
export interface Gradients {
  /** The differentiated value itself. */
  readonly value: number
  /** With respect to every input, in the shape of the rows. */
  readonly inputs: Tensor
  /** With respect to every trainable weight, by `layer/weight`. */
  readonly weights: Readonly<Record<string, Tensor>>
}

/**
 * Gradients of a model, without training it, by the same differentiation that trains it. Layers
 * behave as in prediction: nothing is dropped.
 *
 * @throws {DataError} if rows do not fit. @throws {OptionError} if there is no such output.
 *
 * @example
 * const { inputs } = await gradients(model, x, { output: 2 }) // saliency of the third output
 */
export async function gradients(
  model: Model,
  x: RowsLike,
  target: GradientTarget,
): Promise<Gradients> {
  const { architecture } = model
  const { inputShape, layout } = architecture
  const rows = toRows(x, { shape: inputShape, dtype: 'float' }, 'x')
  const shape = [rows.count, ...inputShape]
  const b = new GraphBuilder()
  const weights = weightInputs(b, layout)
  const input = b.input({ name: 'x', source: 'feed', shape, dtype: 'float' })
  const output = lowerLayers({ builder: b, ...architecture, weights, input, training: false })
  const { value, feeds } =
    'output' in target
      ? { value: outputSum(b, output, target.output, architecture.outputShape), feeds: {} }
      : meanLoss(b, output, rows.count, objectiveOf(architecture, target), target.y)
  const wrt = weights.trainable === undefined ? [input] : [input, weights.trainable]
  const [inputs, trainable] = differentiate(b, value, wrt)
  const outputs = { value, inputs: inputs!, ...(trainable && { trainable }) }
  const program = await compileFor(model, createProgram(b, { outputs }))
  try {
    const results = await program.run({ x: rows.data, ...feeds })
    const flat = { ...emptyWeights(layout), trainable: Float64Array.from(results.trainable ?? []) }
    const trainableLayout = { ...layout, entries: layout.entries.filter(isTrainable) }
    return {
      value: results.value![0]!,
      inputs: { shape, dtype: 'float', data: results.inputs! },
      weights: weightsByPath(trainableLayout, flat),
    }
  } finally {
    await program.dispose()
  }
}

const isTrainable = ({ role }: { readonly role: WeightRole }): boolean => role === 'trainable'

function outputSum(b: GraphBuilder, output: GraphNode, index: number, shape: Shape): GraphNode {
  const width = sizeOf(shape)
  if (!Number.isInteger(index) || index < 0 || index >= width) {
    throw new OptionError({
      where: 'option output',
      problem: 'the model has no such output',
      expected: `a whole number from 0 to ${width - 1}`,
      received: show(index),
    })
  }
  const columns = b.reshape(output, [output.shape[0]!, width])
  return b.reshape(b.sum(b.slice(columns, 1, index, 1)), [])
}

function meanLoss(
  b: GraphBuilder,
  output: GraphNode,
  rows: number,
  objective: Objective,
  y: RowsLike,
): {
  value: GraphNode
  feeds: Record<string, Float64Array | Int32Array | Float32Array | Uint8Array>
} {
  const { shape, dtype, range } = objective.data.y
  const targets = toRows(y, objective.data.y, 'y')
  const target = b.input({
    name: 'y',
    source: 'feed',
    shape: [rows, ...shape],
    dtype,
    ...(dtype === 'int32' && range !== undefined ? { range } : {}),
  })
  const mask = b.constant(1, [rows])
  const { loss } = sumObjective(b, objective, { output, target, mask, weights: mask })
  return { value: b.div(loss, rows), feeds: { y: targets.data } }
}
