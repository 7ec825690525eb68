import type { DataSet } from './data-set.js'
import { digitsRows } from './digits-rows.js'

const side = 8

/** A {@link DataSet} whose rows are images. */
export interface ImageDataSet extends DataSet {
  /** Height, width and channels of a row, for a model's `inputShape`. */
  readonly imageShape: readonly [number, number, number]
}

/**
 * Handwritten digits: 1,797 images of 8 × 8 pixels from 0 (paper) to 16 (ink), 64 numbers a row,
 * line by line; a fresh copy at each call. The rows are those of scikit-learn's `load_digits`,
 * which is the test set of the original, by 13 writers.
 *
 * **The order matters.** Neighbouring rows seem to be of one writer, as scikit-learn points out, so
 * the first half is by other people than the end; who wrote which row was not kept. Shuffled folds
 * therefore judge new digits of known writers, `orderedSplit` those of writers hardly seen, which
 * is harder.
 */
export function digits(): ImageDataSet {
  const words = digitsRows.trim().split(/\s+/)
  const places = Array.from({ length: side }, (_, i) => i)
  return {
    name: 'digits',
    x: words.map((word) => Array.from(word.slice(1), (pixel) => Number.parseInt(pixel, 17))),
    y: words.map((word) => Number(word[0])),
    imageShape: [side, side, 1],
    featureNames: places.flatMap((row) => places.map((column) => `pixel_${row}_${column}`)),
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    source:
      "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998, doi 10.24432/C50P49, its test set; as in scikit-learn's load_digits",
    licence: 'CC BY 4.0 (scikit-learn: BSD-3-Clause)',
  }
}
