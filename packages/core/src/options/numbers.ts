import { z } from 'zod'

/** A whole number of at least 1. */
export const count = z.int().min(1)

/** A number from 0 up to, but not including, 1. */
export const fraction = z.number().min(0).lt(1)

/** A finite number of at least 0. */
export const nonNegative = z.number().min(0)

/** A finite number above 0. */
export const positive = z.number().gt(0)

/** A whole number of at least 0. */
export const whole = z.int().min(0)

/** Two values, or one that is written out as both: for the rows of an image and its columns. */
export const pairOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.tuple([schema, schema]), schema.transform((value) => [value, value])])
