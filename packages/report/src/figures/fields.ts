import { z } from 'zod'

/** The fields that every figure has, for the schemas of kinds. */
export const figureFields = {
  title: z.string().min(1),
  see: z.string().min(1),
  wide: z.boolean().optional(),
  tall: z.boolean().optional(),
}

/** A finite number. */
export const finite = z.number()

/** A `value`, its interval from `low` to `high` if it has one, and what else such an object holds. */
export const intervalSchema = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .strictObject({ ...shape, value: finite, low: finite.optional(), high: finite.optional() })
    .refine(
      (interval) => {
        const { low, value, high } = interval as { low?: number; value: number; high?: number }
        return (low ?? value) <= value && value <= (high ?? value)
      },
      { message: 'the value must lie in its interval' },
    )
