import type { DataSet } from './data-set.js'
import { decodeTable } from './decode-table.js'
import { wineRows } from './wine-rows.js'

const featureNames = [
  'alcohol',
  'malic_acid',
  'ash',
  'alcalinity_of_ash',
  'magnesium',
  'total_phenols',
  'flavanoids',
  'nonflavanoid_phenols',
  'proanthocyanins',
  'color_intensity',
  'hue',
  'od280/od315_of_diluted_wines',
  'proline',
]

/**
 * Wines of one Italian region: 178 of three cultivars by thirteen chemical measurements; a fresh
 * copy at each call. The rows are those of scikit-learn's `load_wine`, one cultivar after another.
 */
export function wine(): DataSet {
  return {
    name: 'wine',
    ...decodeTable(wineRows, featureNames.length),
    featureNames: [...featureNames],
    classNames: ['class_0', 'class_1', 'class_2'],
    source:
      "S. Aeberhard and M. Forina, Wine, UCI Machine Learning Repository, 1991, doi 10.24432/C5PC7J; as in scikit-learn's load_wine",
    licence: 'CC BY 4.0 (scikit-learn: BSD-3-Clause)',
  }
}
