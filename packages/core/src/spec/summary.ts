import { type ActivationChoice, nameOfActivation } from '../activations/index.js'
import { showShape, sizeOf } from '../graph/shape.js'
import type { ModelSpec } from './model-spec.js'
import { type ResolvedCall, resolveModel } from './resolve.js'

/** Numbers of weights in a model. */
export interface ParameterCounts {
  readonly total: number
  readonly trainable: number
}

/** How many numbers a model's weights hold. */
export function countParameters(spec: ModelSpec): ParameterCounts {
  const weights = resolveModel(spec).layers.flatMap((layer) => layer.weights)
  const countOf = (list: typeof weights) => list.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  const trainable = countOf(weights.filter(({ role }) => role === 'trainable'))
  return { total: countOf(weights), trainable }
}

/**
 * The model as a table: each layer, what it does, the shape of its output for one row, how many
 * weights it holds, and in a functional model what it reads. A shared layer counts once.
 */
export function summary(spec: ModelSpec): string {
  const { inputs, calls, outputs } = resolveModel(spec)
  const isFunctional = spec.kind === 'functional'
  const rows = [
    ['layer', 'type', 'output', 'weights', 'reads'],
    ...Object.entries(inputs).map(([name, shape]) => [name, 'input', showShape(shape), '', '']),
    ...calls.map((call, i) => describe(call, calls.slice(0, i), calls)),
  ].map((row) => (isFunctional ? row : row.slice(0, 4)))
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const line = (row: string[]): string =>
    row.map((cell, i) => (i === 3 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ')
  const { total, trainable } = countParameters(spec)
  const shown = isFunctional
    ? Object.entries(outputs).map(([name, { value }]) => `output ${name}: ${layerOf(value, calls)}`)
    : []
  const counts = `${total} weights, ${trainable} of them trainable`
  return [...rows.map(line), ...shown, counts].map((row) => row.trimEnd()).join('\n')
}

function describe(
  { layer, inputs, outputShape }: ResolvedCall,
  before: readonly ResolvedCall[],
  calls: readonly ResolvedCall[],
): string[] {
  const { activation } = layer.options as { activation?: ActivationChoice }
  const { type } = layer.definition
  const isShared = before.some((call) => call.layer === layer)
  const count = layer.weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return [
    layer.name,
    activation === undefined ? type : `${type} (${nameOfActivation(activation)})`,
    showShape(outputShape),
    isShared ? 'shared' : String(count),
    inputs.map((name) => layerOf(name, calls)).join(', '),
  ]
}

/** The layer that makes a value, or the name of the input that it is. */
const layerOf = (value: string, calls: readonly ResolvedCall[]): string =>
  calls.find((call) => call.output === value)?.layer.name ?? value
