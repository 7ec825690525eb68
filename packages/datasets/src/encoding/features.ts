import type { TableEncoding } from './table-encoding.js'

type FeatureEncoding = TableEncoding['features'][number]

/** How many features a column becomes. */
export const widthOf = (feature: FeatureEncoding): number => namesOf(feature).length

function namesOf(feature: FeatureEncoding): string[] {
  const { column } = feature
  const own =
    feature.type === 'category'
      ? feature.values.map((value) => `${column} = ${value}`)
      : feature.type === 'date'
        ? [column, `sine of the season of ${column}`, `cosine of the season of ${column}`]
        : [column]
  return feature.isMissing ? [...own, `${column} is missing`] : own
}

/**
 * The names of the features that an encoding makes, in their order: `age`, `city = Ulm`, `age is
 * missing`. A model for them has `inputShape: [featureNames(encoding).length]`.
 */
export const featureNames = ({ features }: Pick<TableEncoding, 'features'>): string[] =>
  features.flatMap(namesOf)

/**
 * Options for core's `normalization` that bring the features of numbers and dates to mean 0 and variance 1, by
 * the training rows. Features that are 0 or 1 because of categories and gaps, and seasons, stay as they are: scaled,
 * a rare category would weigh more the rarer it is.
 *
 * @example
 * sequential({ inputShape: [width], layers: [normalization(momentsOf(encoding)), dense({ units: 16 })] })
 */
export function momentsOf({ features }: Pick<TableEncoding, 'features'>): {
  mean: number[]
  variance: number[]
} {
  const all = features.flatMap((feature) => {
    const own = feature.type === 'number' || feature.type === 'date' ? [feature] : []
    const flags = Array.from({ length: widthOf(feature) - own.length }, () => ({
      mean: 0,
      variance: 1,
    }))
    return [...own, ...flags]
  })
  return { mean: all.map(({ mean }) => mean), variance: all.map(({ variance }) => variance) }
}
