import { z } from 'zod'
import { suggest } from '../errors/nearest.js'
import { DataError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import { isPlain } from '../files/json-metadata.js'
import type { Architecture } from './architecture.js'

const names = z.array(z.string())
const schema = z.strictObject({
  classNames: z.union([names, z.record(z.string(), names)]).optional(),
  preprocessing: z.unknown().optional(),
})

/**
 * Checks what is to be kept beside a model's weights.
 * @throws {DataError} if class names do not fit the outputs, or preprocessing is not plain data.
 */
export function checkDetails(details: unknown, { outputs }: Architecture): void {
  const { classNames, preprocessing } = parse(schema, details, 'details', DataError)
  if (preprocessing !== undefined && !isPlain(preprocessing)) {
    throw new DataError({
      where: 'details.preprocessing',
      problem: 'it is not plain data, as JSON has it',
    })
  }
  if (classNames === undefined) return
  const known = Object.keys(outputs)
  const byOutput = Array.isArray(classNames) ? { [known[0]!]: classNames } : classNames
  for (const [output, given] of Object.entries(byOutput)) {
    const where = `details.classNames${Array.isArray(classNames) ? '' : `.${output}`}`
    if (!known.includes(output)) {
      throw new DataError({
        where,
        problem: `the model has no output '${output}'`,
        hint: suggest(output, known),
      })
    }
    // One value is the probability of the second of two classes.
    const width = outputs[output]!.shape.at(-1) ?? 1
    const expected = width === 1 ? 2 : width
    if (given.length === expected) continue
    throw new DataError({
      where,
      problem: 'there is not a name for each class',
      expected: `${expected} names`,
      received: String(given.length),
    })
  }
}
