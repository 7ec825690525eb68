import { FileError, type Model, parseWith, withDetails } from '@parallax-ml/core'
import { z } from 'zod'

const finite = z.number()
const moments = { mean: finite, variance: finite.min(0) }
const gap = { isMissing: z.boolean() }

const number = z.strictObject({ type: z.literal('number'), column: z.string(), ...moments, ...gap })
const boolean = z.strictObject({
  type: z.literal('boolean'),
  column: z.string(),
  ...moments,
  ...gap,
})
const date = z.strictObject({ type: z.literal('date'), column: z.string(), ...moments, ...gap })
const category = z.strictObject({
  type: z.literal('category'),
  column: z.string(),
  values: z.array(z.string()).min(1),
  ...gap,
})

const schema = z.strictObject({
  kind: z.literal('table'),
  version: z.literal(1),
  format: z.strictObject({ decimal: z.enum(['.', ',']), missing: z.array(z.string()).readonly() }),
  unknown: z.enum(['error', 'zeros']),
  features: z.array(z.discriminatedUnion('type', [number, boolean, date, category])).min(1),
  target: z
    .discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('category'),
        column: z.string(),
        classes: z.array(z.string()).min(2),
      }),
      z.strictObject({ type: z.literal('number'), column: z.string(), ...moments }),
    ])
    .optional(),
  ignored: z.array(z.strictObject({ column: z.string(), reason: z.string() })),
})

/**
 * A column of numbers or booleans: the value itself, 0 and 1 for false and true. A missing value is
 * filled with `mean`; where training rows had some, `isMissing` adds a feature that says so. Mean and
 * variance are those of the training rows, gaps filled.
 */
export type NumberEncoding = z.output<typeof number> | z.output<typeof boolean>

/**
 * A column of dates: the day as a number, from the start of 1970, and the time of the year as sine and
 * cosine, so that December is next to January. Gaps are as those of numbers, at no time of the year.
 */
export type DateEncoding = z.output<typeof date>

/**
 * A column of categories: a feature for each of `values`, 1 for the value that a row has and 0 for
 * the others; `isMissing` adds one for gaps, which otherwise are 0 in all.
 */
export type CategoryEncoding = z.output<typeof category>

/**
 * How the columns of a table become features and a target, as plain JSON: what is learnt from
 * training rows and has to be kept with the model; {@link withEncoding} does that.
 */
export type TableEncoding = z.output<typeof schema>

/** How a column becomes the target: class indices, or the number itself. */
export type TargetEncoding = NonNullable<TableEncoding['target']>

/**
 * The same model with its encoding and the names of its classes, which `saveModel` keeps.
 *
 * @throws {DataError} if the classes do not fit the model's outputs.
 *
 * @example
 * const bytes = saveModel(withEncoding(run.model, encoding))
 */
export function withEncoding(model: Model, encoding: TableEncoding): Model {
  const { target } = encoding
  const classNames = target?.type === 'category' ? { classNames: target.classes } : {}
  return withDetails(model, { preprocessing: encoding, ...classNames })
}

/**
 * The encoding that a model carries, checked.
 *
 * @throws {FileError} if it has none, or one that is damaged.
 *
 * @example
 * const encoding = encodingOf(loadModel(bytes, { backend }))
 */
export function encodingOf({ details }: Pick<Model, 'details'>): TableEncoding {
  if (details?.preprocessing === undefined) {
    throw new FileError({
      where: 'model',
      problem: 'it does not know how a table becomes its inputs',
      hint: 'Keep the encoding with it: withEncoding(model, encoding).',
    })
  }
  return parseWith(schema, details.preprocessing, 'preprocessing of the model', FileError)
}
