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
