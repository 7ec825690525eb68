import type { Tensor } from '../backend/tensor.js'
import { type NamedRows, toColumns } from '../data/columns.js'
import type { RowsLike } from '../data/rows.js'
import { OptionError } from '../errors/parallax-error.js'
import { show } from '../errors/show.js'
import { GraphBuilder } from '../graph/builder.js'
import { differentiate } from '../graph/differentiate.js'
import { createProgram } from '../graph/program.js'
import { sizeOf } from '../graph/shape.js'
import type { GraphNode, Shape } from '../graph/types.js'
import type { WeightRole } from '../layers/definition.js'
import type { LossChoice } from '../losses/index.js'
import type { Architecture } from '../model/architecture.js'
import { emptyWeights } from '../model/layout.js'
import { lowerModel, weightInputs } from '../model/lower.js'
import { compileFor, type Model } from '../model/model.js'
import { weightsByPath } from '../model/weights.js'
import { chosenOutput } from '../spec/chosen-output.js'
import { feedColumns } from './batch-inputs.js'
import { type Objective, objectiveOf, sumObjective } from './objective.js'

/** What is differentiated: the mean loss over rows, or the sum over rows of one output. */
export type GradientTarget =
  | {
      readonly loss: LossChoice | Readonly<Record<string, LossChoice>>
      readonly lossWeights?: Readonly<Record<string, number>>
      readonly y: RowsLike | NamedRows
    }
  | {
      /** Index into one row's output, row-major. */
      readonly output: number
      /** Name of the output; needed where the model has several. */
      readonly of?: string
    }

/** A value and its gradients. */
export interface Gradients {
  /** The differentiated value itself. */
  readonly value: number
  /** With respect to every input, by its name (`input` of a sequential model), in the shape of the rows. */
  readonly inputs: Readonly<Record<string, Tensor>>
  /** With respect to every trainable weight, by `layer/weight`. */
  readonly weights: Readonly<Record<string, Tensor>>
}

/**
 * Gradients of a model, without training it, by the same differentiation that trains it. Layers
 * behave as in prediction: nothing is dropped, and regularisers do not count.
 *
 * @throws {DataError} if rows do not fit. @throws {OptionError} if there is no such output.
 *
 * @example
 * const { inputs } = await gradients(model, x, { output: 2 })
 * inputs.input // saliency of the third output
 */
export async function gradients(
  model: Model,
  x: RowsLike | NamedRows,
  target: GradientTarget,
): Promise<Gradients> {
  const { architecture } = model
  const objective = 'output' in target ? undefined : objectiveOf(architecture, target)
  const expected = { x: architecture.inputRows, y: objective?.data.y ?? {} }
  const given = 'output' in target ? { x } : { x, y: target.y }
  const { rows, columns } = toColumns(given, expected, 'gradients')
  const b = new GraphBuilder()
  const weights = weightInputs(b, architecture.layout)
  const { inputs, targets } = feedColumns(b, expected, rows)
  const { outputs } = lowerModel({ builder: b, architecture, weights, inputs, training: false })
  const value =
    'output' in target
      ? outputSum(b, outputs, architecture, target)
      : meanLoss(b, objective!, outputs, targets, rows)
  const names = Object.keys(inputs)
  const wrt = [...Object.values(inputs), ...(weights.trainable ? [weights.trainable] : [])]
  const found = differentiate(b, value, wrt)
  const results = Object.fromEntries(found.map((node, i) => [names[i] ?? 'trainable', node]))
  const program = await compileFor(model, createProgram(b, { outputs: { ...results, value } }))
  try {
    return collect(await program.run(columns), architecture, rows)
  } finally {
    await program.dispose()
  }
}

function collect(
  results: Readonly<Record<string, Tensor['data']>>,
  { inputs, layout }: Architecture,
  rows: number,
): Gradients {
  const flat = { ...emptyWeights(layout), trainable: Float64Array.from(results.trainable ?? []) }
  const trainableLayout = { ...layout, entries: layout.entries.filter(isTrainable) }
  return {
    value: results.value![0]!,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, shape]) => [
        name,
        { shape: [rows, ...shape], dtype: 'float', data: results[name]! },
      ]),
    ),
    weights: weightsByPath(trainableLayout, flat),
  }
}

const isTrainable = ({ role }: { readonly role: WeightRole }): boolean => role === 'trainable'

function outputSum(
  b: GraphBuilder,
  outputs: Readonly<Record<string, GraphNode>>,
  architecture: Architecture,
  { output: index, of }: Extract<GradientTarget, { output: number }>,
): GraphNode {
  const name = chosenOutput(Object.keys(outputs), of)
  const shape: Shape = architecture.outputs[name]!.shape
  const width = sizeOf(shape)
  if (!Number.isInteger(index) || index < 0 || index >= width) {
    throw new OptionError({
      where: 'option output',
      problem: 'the model has no such output',
      expected: `a whole number from 0 to ${width - 1}`,
      received: show(index),
    })
  }
  const node = outputs[name]!
  const columns = b.reshape(node, [node.shape[0]!, width])
  return b.reshape(b.sum(b.slice(columns, 1, index, 1)), [])
}

function meanLoss(
  b: GraphBuilder,
  objective: Objective,
  outputs: Readonly<Record<string, GraphNode>>,
  targets: Readonly<Record<string, GraphNode>>,
  rows: number,
): GraphNode {
  const mask = b.constant(1, [rows])
  const weights = Object.fromEntries(Object.keys(outputs).map((name) => [name, mask]))
  return b.div(sumObjective(b, objective, { outputs, targets, mask, weights }).loss, rows)
}
