import { showShape, sizeOf } from '../graph/shape.js'
import type { ModelSpec } from './model-spec.js'
import { type ResolvedLayer, resolveLayers } from './resolve.js'

/** Numbers of weights in a model. */
export interface ParameterCounts {
  readonly total: number
  readonly trainable: number
}

/** How many numbers a model's weights hold. */
export function countParameters(spec: ModelSpec): ParameterCounts {
  const weights = resolveLayers(spec).flatMap((layer) => layer.weights)
  const countOf = (list: typeof weights) => list.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  const trainable = countOf(weights.filter(({ role }) => role === 'trainable'))
  return { total: countOf(weights), trainable }
}

/**
 * The model as a table: each layer, what it does, the shape of its output for one row, and how
 * many weights it holds.
 */
export function summary(spec: ModelSpec): string {
  const layers = resolveLayers(spec)
  const rows = [
    ['layer', 'type', 'output', 'weights'],
    ['input', '', showShape(spec.inputShape), ''],
    ...layers.map(describe),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const line = (row: string[]): string =>
    row.map((cell, i) => (i === 3 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ')
  const { total, trainable } = countParameters(spec)
  const counts = `${total} weights, ${trainable} of them trainable`
  return [line(rows[0]!), ...rows.slice(1).map(line), counts].map((row) => row.trimEnd()).join('\n')
}

function describe({ name, definition, options, outputShape, weights }: ResolvedLayer): string[] {
  const { activation } = options as { activation?: string }
  const type = activation === undefined ? definition.type : `${definition.type} (${activation})`
  const count = weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return [name, type, showShape(outputShape), String(count)]
}
