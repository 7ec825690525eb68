import { OptionError, permutation, randomKey } from '@parallax-ml/core'
import {
  groupedSplit,
  orderedSplit,
  type Split,
  shuffledSplit,
  stratifiedSplit,
} from '@parallax-ml/datasets'

/** Which rows are for what, by index. */
export interface DividedRows {
  readonly train: Int32Array
  readonly held: Int32Array
}

/** How to divide rows. */
export interface DivideOptions {
  /** Share of the rows to hold back; 0 for none. */
  readonly share: number
  readonly seed: number
  readonly ordered: boolean
  /** Whether there are too many rows for lists of them. */
  readonly isLarge: boolean
  /** The class of each row, where classes are to be spread evenly. */
  readonly classes: readonly string[] | undefined
  /** The group of each row, where groups are to be kept together. */
  readonly groups: readonly string[] | undefined
}

/**
 * Divides rows: by order, by group, by class or at random.
 * @throws {DataError} if there are too few rows for that.
 * @throws {OptionError} if there are too many rows for groups.
 */
export function divideRows(rows: Int32Array, options: DivideOptions): DividedRows {
  const { share: testShare, seed, ordered, isLarge, classes, groups } = options
  if (testShare === 0) return { train: rows, held: new Int32Array(0) }
  if (isLarge) return divideMany(rows, options)
  const split = ordered
    ? orderedSplit(rows.length, { testShare })
    : groups !== undefined
      ? groupedSplit(groups, { testShare, seed })
      : classes !== undefined
        ? byClass(classes, { testShare, seed })
        : shuffledSplit(rows.length, { testShare, seed })
  const pick = (places: readonly number[]) => Int32Array.from(places, (place) => rows[place]!)
  return { train: pick(split.train), held: pick(split.test) }
}

function divideMany(
  rows: Int32Array,
  { share, seed, ordered, groups }: DivideOptions,
): DividedRows {
  if (groups !== undefined) {
    throw new OptionError({
      where: '--group',
      problem: 'files as large as this cannot be divided by groups',
      hint: 'Sort the file by group and use --ordered.',
    })
  }
  const train = rows.length - Math.round(rows.length * share)
  const order = ordered
    ? rows
    : permutation(randomKey(seed, 'divideRows'), rows.length).map((i) => rows[i]!)
  return { train: order.slice(0, train), held: order.slice(train) }
}

/** The same share of each class; a class of one row stays for training. */
function byClass(classes: readonly string[], options: { testShare: number; seed: number }): Split {
  const counts = new Map<string, number>()
  for (const name of classes) counts.set(name, (counts.get(name) ?? 0) + 1)
  const names = [...counts.keys()].sort()
  const places = classes.flatMap((name, i) => (counts.get(name)! > 1 ? [i] : []))
  const alone = classes.flatMap((name, i) => (counts.get(name) === 1 ? [i] : []))
  const { train, test } = stratifiedSplit(
    places.map((i) => names.indexOf(classes[i]!)),
    options,
  )
  return {
    train: [...train.map((i) => places[i]!), ...alone].sort((a, b) => a - b),
    test: test.map((i) => places[i]!),
  }
}
