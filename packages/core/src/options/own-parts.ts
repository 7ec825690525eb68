import { z } from 'zod'

/** Schema of the name of a definition of a user's own: histories and specs show it. */
export const ownName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]*$/, 'not a name: letters and digits, beginning with a letter')

/** Schema of a function. */
export const ownFunction = z.custom((value) => typeof value === 'function', 'not a function')
