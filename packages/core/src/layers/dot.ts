import { z } from 'zod'
import { SpecError } from '../errors/parallax-error.js'
import type { GraphBuilder } from '../graph/builder.js'
import { showShape, sizeOf } from '../graph/shape.js'
import type { GraphNode, Shape } from '../graph/types.js'
import { axisOf } from './axes.js'
import { type LayerDefinition, layerFactory } from './definition.js'
import { requireInputCount } from './merge-shapes.js'
import { unitLength } from './moments.js'

/** Options of {@link dot}. */
export interface DotOptions {
  /** The axis that is summed over, of both inputs or of each. */
  readonly axes: number | readonly [number, number]
  /** Whether vectors on that axis are divided by their norm first: cosines. Default false. */
  readonly normalize?: boolean
}

type Parsed = Required<DotOptions>

/** Keras's `backend.epsilon()`: the least norm that is divided by. */
const leastNorm = 1e-7

/** Definition of the layer {@link dot}. */
export const dotLayer: LayerDefinition<'dot', Parsed> = {
  type: 'dot',
  options: z.strictObject({
    axes: z.union([z.int(), z.tuple([z.int(), z.int()])]),
    normalize: z.boolean().default(false),
  }),
  merges: true,
  outputShape({ axes }, shapes) {
    const { inputs, where } = shapes
    requireInputCount(shapes, 2, 2)
    const places = placesOf(axes, inputs, `${where}.axes`)
    const [first, second] = inputs.map((row, i) => row[places[i]! - 1]!)
    if (first !== second) {
      throw new SpecError({
        where: `${where}.axes`,
        problem: 'the axes that are summed over differ in size',
        received: `${first} and ${second}, of ${inputs.map(showShape).join(' and ')}`,
      })
    }
    const rest = inputs.flatMap((row, i) => row.toSpliced(places[i]! - 1, 1))
    return rest.length === 0 ? [1] : rest
  },
  weights: () => [],
  lower({ axes, normalize }, { builder: b, inputs }) {
    const places = placesOf(
      axes,
      inputs.map(({ shape }) => shape.slice(1)),
      '',
    )
    const [first, second] = inputs.map((value, i) => {
      const unit = normalize ? unitLength(b, value, [places[i]!], leastNorm) : value
      return vectorsOn(b, unit, places[i]!)
    })
    const rest = inputs.flatMap(({ shape }, i) => shape.slice(1).toSpliced(places[i]! - 1, 1))
    const products = b.matmul(first!, second!, { transposeB: true })
    return b.reshape(products, [inputs[0]!.shape[0]!, ...(rest.length === 0 ? [1] : rest)])
  },
}

const placesOf = (axes: Parsed['axes'], rows: readonly Shape[], where: string): number[] =>
  rows.map((row, i) => axisOf(typeof axes === 'number' ? axes : axes[i]!, row, where))

/** `[rows, vectors, size]`: the vectors of each row that lie on an axis. */
function vectorsOn(b: GraphBuilder, value: GraphNode, axis: number): GraphNode {
  const { shape } = value
  const order = [...shape.keys()].filter((i) => i !== axis)
  const size = shape[axis]!
  const moved = b.transpose(value, [...order, axis])
  return b.reshape(moved, [shape[0]!, sizeOf(shape) / (shape[0]! * size), size])
}

/**
 * Scalar products of two inputs, row by row, as Keras's `Dot`: the axis of each that is summed over
 * goes, the others stay, those of the first input first; `[1]` where none is left.
 *
 * @throws {SpecError} if an option is unknown.
 *
 * @example
 * connect([user, film], dot({ axes: 1, normalize: true })) // the cosine of two vectors
 */
export const dot = layerFactory<'dot', Parsed, DotOptions>(dotLayer)
