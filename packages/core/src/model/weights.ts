import type { Tensor } from '../backend/tensor.js'
import { type RowsLike, toRows } from '../data/rows.js'
import { suggest } from '../errors/nearest.js'
import { DataError } from '../errors/parallax-error.js'
import type { WeightRole } from '../layers/definition.js'
import type { FlatWeights, WeightLayout } from './layout.js'

/** Weights by `layer/weight`, for example `dense_1/kernel`: nested arrays or tensors. */
export type WeightsByPath = Readonly<Record<string, RowsLike>>

/**
 * The flat weights with some of them replaced.
 * @throws {DataError} if a path is unknown or a weight has another shape.
 */
export function replaceWeights(
  layout: WeightLayout,
  flat: FlatWeights,
  replacements: WeightsByPath,
): FlatWeights {
  const paths = layout.entries.map(({ path }) => path)
  const result = {
    trainable: flat.trainable.slice(),
    frozen: flat.frozen.slice(),
    statistics: flat.statistics.slice(),
  }
  for (const [path, value] of Object.entries(replacements)) {
    const entry = layout.entries.find((candidate) => candidate.path === path)
    if (entry === undefined) {
      throw new DataError({
        where: `weight '${path}'`,
        problem: 'the model has no such weight',
        hint: suggest(path, paths),
      })
    }
    const [rows, ...rest] = entry.shape
    const where = `weight '${path}'`
    const { count, data } = toRows(value, { shape: rest, dtype: 'float' }, where)
    if (count !== rows) {
      throw new DataError({
        where,
        problem: 'its first axis has the wrong size',
        expected: String(rows),
        received: String(count),
      })
    }
    result[entry.role].set(data, entry.offset)
  }
  return result
}

/** The weights by path, each a tensor of its own. */
export const weightsByPath = (layout: WeightLayout, flat: FlatWeights): Record<string, Tensor> =>
  Object.fromEntries(
    layout.entries.map(({ path, role, offset, size, shape }) => [
      path,
      { shape, dtype: 'float', data: flat[role].slice(offset, offset + size) },
    ]),
  )

/** The flat vectors as session state; roles without weights are left out. */
export const weightState = (flat: FlatWeights): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(flat)
      .filter(([, data]) => data.length > 0)
      .map(([role, data]) => [role, { shape: [data.length], dtype: 'float', data }]),
  )

/** The flat vectors that a session's state holds. */
export function flatFromState({ sizes }: WeightLayout, state: Record<string, Tensor>): FlatWeights {
  const vector = (role: WeightRole): Float64Array =>
    sizes[role] === 0 ? new Float64Array(0) : Float64Array.from(state[role]!.data)
  return {
    trainable: vector('trainable'),
    frozen: vector('frozen'),
    statistics: vector('statistics'),
  }
}

/** Names of the state that {@link weightState} writes. */
export const weightNames = ({ sizes }: WeightLayout): WeightRole[] =>
  (Object.keys(sizes) as WeightRole[]).filter((role) => sizes[role] > 0)
