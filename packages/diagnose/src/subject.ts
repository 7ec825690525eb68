import {
  DataError,
  type FitOptions,
  type ModelSpec,
  OptionError,
  parseSpec,
  parseWith,
} from '@parallax-ml/core'
import { z } from 'zod'

/** Rows of numbers, and the class (a whole number from 0) or the number that belongs to each. */
export interface LabelledRows {
  readonly x: readonly (readonly number[])[]
  readonly y: readonly number[]
}

/** A network and how it is trained: plain data, so that a remedy is a change of some of it. */
export interface Recipe {
  readonly spec: ModelSpec
  readonly loss: FitOptions['loss']
  /** Default `adam`. */
  readonly optimizer?: NonNullable<FitOptions['optimizer']>
  readonly epochs: number
  /** Default 32. */
  readonly batchSize?: number
  readonly classWeight?: NonNullable<FitOptions['classWeight']>
  /** Stops when the loss on a fifth of the training rows, held out for it, no longer falls. */
  readonly earlyStopping?: { readonly patience: number }
  /** Adds copies of the rows with normal noise, in standard deviations of each feature. */
  readonly noise?: { readonly scale: number; readonly copies: number }
  /** Networks from different seeds whose answers are averaged; with bagging each of its own draw of rows. */
  readonly ensemble?: { readonly members: number; readonly bagging: boolean }
  /** Divides the logits by a temperature that is fitted on a fifth of the training rows (Guo and others, 2017). */
  readonly temperature?: boolean
}

/** What is diagnosed. */
export interface DiagnosisData {
  readonly train: LabelledRows
  /** Rows that nothing has been chosen by; checks that compare both sides need it. */
  readonly test?: LabelledRows
  /** Default `x0`, `x1` … */
  readonly featureNames?: readonly string[]
  /** Says that targets are classes, and what they are called. */
  readonly classNames?: readonly string[]
}

/** Checked, with defaults filled in. */
export interface Subject {
  readonly recipe: Recipe
  readonly kind: 'classification' | 'regression'
  readonly train: LabelledRows
  readonly test?: LabelledRows
  readonly featureNames: readonly string[]
  /** None for a regression. */
  readonly classNames: readonly string[]
}

const recipeSchema = z.strictObject({
  spec: z.unknown(),
  loss: z.unknown(),
  optimizer: z.unknown().optional(),
  epochs: z.int().min(1),
  batchSize: z.int().min(1).optional(),
  classWeight: z.unknown().optional(),
  earlyStopping: z.strictObject({ patience: z.int().min(1) }).optional(),
  noise: z.strictObject({ scale: z.number().positive(), copies: z.int().min(1) }).optional(),
  ensemble: z.strictObject({ members: z.int().min(2), bagging: z.boolean() }).optional(),
  temperature: z.boolean().optional(),
})
const rows = z.strictObject({
  x: z.array(z.array(z.number())).min(1),
  y: z.array(z.number()).min(1),
})
const names = z.array(z.string()).min(1)
const dataSchema = z.strictObject({
  train: rows,
  test: rows.optional(),
  featureNames: names.optional(),
  classNames: names.optional(),
})

/**
 * Checks what is to be diagnosed.
 * @throws {OptionError} if the recipe is wrong. @throws {SpecError} if its spec is.
 * @throws {DataError} if rows do not fit each other, or a class has no name.
 */
export function subjectOf(recipe: Recipe, data: DiagnosisData): Subject {
  parseWith(recipeSchema, recipe, 'recipe', OptionError)
  const { train, test } = parseWith(dataSchema, data, 'data', DataError)
  const spec = parseSpec(recipe.spec)
  const width = train.x[0]!.length
  requireFit(train, width, 'data.train')
  if (test) requireFit(test, width, 'data.test')
  const given = data.featureNames ?? train.x[0]!.map((_, i) => `x${i}`)
  if (given.length !== width) throw wrongCount('data.featureNames', width, given.length)
  const isClasses = data.classNames !== undefined || comparesClasses(recipe.loss)
  const all = test ? [...train.y, ...test.y] : train.y
  const classNames = isClasses ? namesOf(all, data.classNames) : []
  return {
    recipe: { ...recipe, spec },
    kind: isClasses ? 'classification' : 'regression',
    train,
    ...(test && { test }),
    featureNames: given,
    classNames,
  }
}

/** Losses that are about classes by their name. */
const comparesClasses = (loss: unknown): boolean =>
  /crossentropy|hinge/i.test(
    String(typeof loss === 'object' && loss !== null && 'name' in loss ? loss.name : loss),
  )

function namesOf(y: readonly number[], names: readonly string[] | undefined): readonly string[] {
  const wrong = y.findIndex((label) => !Number.isInteger(label) || label < 0)
  if (wrong >= 0) {
    throw new DataError({
      where: `data, y of row ${wrong}`,
      problem: 'not a class',
      expected: 'a whole number from 0',
      received: String(y[wrong]),
    })
  }
  const count = y.reduce((most, label) => Math.max(most, label), 1) + 1
  if (names === undefined) return Array.from({ length: count }, (_, i) => `class ${i}`)
  if (names.length < count) throw wrongCount('data.classNames', count, names.length)
  return names
}

function requireFit({ x, y }: LabelledRows, width: number, where: string): void {
  if (x.length !== y.length) throw wrongCount(`${where}.y`, x.length, y.length)
  for (const [row, values] of x.entries()) {
    if (values.length !== width) throw wrongCount(`${where}.x row ${row}`, width, values.length)
  }
}

const wrongCount = (where: string, expected: number, received: number): DataError =>
  new DataError({
    where,
    problem: 'there are too many or too few',
    expected: String(expected),
    received: String(received),
  })
