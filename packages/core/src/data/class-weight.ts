import { z } from 'zod'
import { DataError, OptionError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import { sizeOf } from '../graph/shape.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { nonNegative } from '../options/numbers.js'
import type { Columns } from './columns.js'
import type { RowsExpected } from './rows.js'
import type { ResidentData, StreamedData } from './source.js'

/** How much the rows of each class count, by class index; 1 where a class is not named. */
export type ClassWeight = Readonly<Record<number, number>>

/** Class weights of the only output, or by the name of the output. */
export type ClassWeightChoice = ClassWeight | Readonly<Record<string, ClassWeight>>

/** The loss, as far as it says what classes are. */
interface ClassLoss {
  readonly name: string
  readonly probabilitiesFrom?: 'sigmoid' | 'softmax'
}

/**
 * Multiplies class weights into the sample weights of an output.
 * @throws {OptionError} if a class is unknown, or the targets have no classes.
 */
export function classWeigher(
  classWeight: ClassWeight,
  output: string,
  targets: RowsExpected,
  loss: ClassLoss,
): (data: ResidentData | StreamedData) => ResidentData | StreamedData {
  const where = 'option classWeight'
  const weights = parse(z.record(z.string(), nonNegative), classWeight, where, OptionError)
  const classOf = classReader(targets, loss, 'classWeight')
  for (const name of Object.keys(weights)) {
    if (/^\d+$/.test(name) && Number(name) < classOf.classes) continue
    throw new OptionError({
      where,
      problem: `there is no class ${name}`,
      expected: `class indices from 0 to ${classOf.classes - 1}`,
    })
  }
  const weigh = (columns: Columns): Columns => {
    const y = columns[`y/${output}`]!
    const own = columns[`weight/${output}`]
    const rows = y.length / classOf.width
    const weighed = Float64Array.from(
      { length: rows },
      (_, row) => (weights[classOf.read(y, row)] ?? 1) * (own?.[row] ?? 1),
    )
    return { ...columns, [`weight/${output}`]: weighed }
  }
  return (data) =>
    data.kind === 'resident'
      ? { ...data, columns: weigh(data.columns) }
      : { ...data, read: async (indices) => weigh(await data.read(indices)) }
}

/** Reads the classes of rows from the targets of an output. */
export interface ClassReader {
  readonly classes: number
  /** Targets of one row. */
  readonly width: number
  read(y: NumberArray, row: number): number
}

/**
 * A reader of classes, for the option that wants them.
 * @throws {OptionError} if the targets have no classes.
 */
export function classReader(
  { shape, dtype, range }: RowsExpected,
  loss: ClassLoss,
  option: 'classWeight' | 'stratify',
): ClassReader {
  const width = sizeOf(shape)
  if (dtype === 'int32' && width === 1) {
    return { classes: range![1] + 1, width, read: (y, row) => y[row]! }
  }
  if (dtype === 'float' && width === 1) {
    return { classes: 2, width, read: (y, row) => readBit(y, row, option) }
  }
  if (dtype === 'float' && width === shape.at(-1) && loss.probabilitiesFrom !== 'sigmoid') {
    return { classes: width, width, read: (y, row) => indexOfLargest(y, row * width, width) }
  }
  throw new OptionError({
    where: `option ${option}`,
    problem: `the rows have no single class with the loss ${loss.name}`,
    hint: mends[option],
  })
}

const mends = {
  classWeight: 'Give sampleWeight in the data instead.',
  stratify: 'Give the class of each row as a list, or leave the option out.',
}

function readBit(y: NumberArray, row: number, option: string): number {
  const value = y[row]!
  if (value === 0 || value === 1) return value
  // The hinge losses know the class 0 as −1, too.
  if (value === -1) return 0
  throw new DataError({
    where: `data.y row ${row}`,
    problem: `it has no class for ${option}`,
    expected: '0 or 1',
    received: String(value),
  })
}

function indexOfLargest(values: NumberArray, start: number, width: number): number {
  const own = values.subarray(start, start + width)
  return own.indexOf(Math.max(...own))
}
