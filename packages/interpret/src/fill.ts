import { OptionError } from '@parallax-ml/core'
import { z } from 'zod'
import { columnMeans, type Matrix } from './matrix.js'

/** What takes the place of features: 0, their mean over the rows, a number, or a number for each. */
export type FillChoice = 'zero' | 'mean' | number | readonly number[]

/** The schema of a {@link FillChoice}. */
export const fillChoice = z.union([z.enum(['zero', 'mean']), z.number(), z.array(z.number())])

/**
 * The value that takes the place of each feature.
 * @throws {OptionError} if there is not one for each.
 */
export function fillValues(choice: FillChoice, rows: Matrix): Float64Array {
  if (choice === 'mean') return columnMeans(rows)
  if (choice === 'zero') return new Float64Array(rows.columns)
  if (typeof choice === 'number') return new Float64Array(rows.columns).fill(choice)
  if (choice.length === rows.columns) return Float64Array.from(choice)
  throw new OptionError({
    where: 'option fill',
    problem: 'there is not a value for each feature',
    expected: `${rows.columns} numbers`,
    received: String(choice.length),
  })
}
