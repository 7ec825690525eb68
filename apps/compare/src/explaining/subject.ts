import { type Model, permutation, randomKey } from '@parallax-ml/core'
import { featureNames, type TableEncoding, widthOf } from '@parallax-ml/datasets'
import { type ExplainableModel, explainable, type FeatureGroups } from '@parallax-ml/interpret'

/** A model and the rows that it is asked about. */
export interface ExplainedSubject {
  readonly explained: ExplainableModel
  /** Features of all rows. */
  readonly rows: readonly (readonly number[])[]
  /** Class indices or numbers; absent where the rows have no answers. */
  readonly targets?: readonly number[]
  /** Columns of the table that are several features, such as categories, by name. */
  readonly groups: FeatureGroups
  /** Rows that absent features take their values from. */
  readonly background: readonly (readonly number[])[]
  readonly seed: number
}

/**
 * A model and the rows of a table. Names of features are those of the encoding; the features that one
 * column becomes count as one.
 *
 * @param background how many rows at most stand in for what is absent; the seed chooses them.
 */
export function subjectOf(
  model: Model,
  encoding: TableEncoding,
  rows: readonly (readonly number[])[],
  {
    targets,
    background,
    seed,
  }: {
    readonly targets?: readonly number[] | undefined
    readonly background: number
    readonly seed: number
  },
): ExplainedSubject {
  const { target } = encoding
  const explained = explainable(model, {
    featureNames: featureNames(encoding),
    ...(target?.type === 'number' && { outputNames: [target.column] }),
  })
  const order = permutation(randomKey(seed, 'background'), rows.length)
  return {
    explained,
    rows,
    ...(targets && { targets }),
    groups: groupsOf(encoding),
    background: Array.from(order.subarray(0, background), (row) => rows[row]!),
    seed,
  }
}

function groupsOf(encoding: TableEncoding): FeatureGroups {
  let offset = 0
  const groups: Record<string, number[]> = {}
  for (const feature of encoding.features) {
    const width = widthOf(feature)
    if (width > 1) {
      groups[feature.column] = Array.from({ length: width }, (_, i) => offset + i)
    }
    offset += width
  }
  return groups
}

/** How many things are explained: features, those of a column counting as one. */
export const playerCount = ({ explained, groups }: ExplainedSubject): number =>
  Object.values(groups).reduce(
    (count, members) => count - members.length + 1,
    explained.featureNames.length,
  )
