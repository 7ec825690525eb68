import { DataError, parseWith } from '@parallax-ml/core'
import { z } from 'zod'
import type { Explanation } from './explanation.js'

const numbers = z.array(z.number())
const texts = z.array(z.string())
const whole = z.int().min(0)
const explained = {
  method: z.string(),
  featureNames: texts,
  outputNames: texts,
  space: z.enum(['logit', 'probability', 'value']),
  background: z
    .strictObject({
      kind: z.enum(['rows', 'mean', 'zero', 'row']),
      rows: whole,
      hash: z.string(),
    })
    .optional(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  checks: z.object({ evaluations: whole }).catchall(z.number()),
  provenance: z.strictObject({
    specHash: z.string().optional(),
    weightsHash: z.string().optional(),
    backend: z.string(),
    precision: z.enum(['float32', 'float64']).optional(),
    version: z.string(),
  }),
}

/** A schema for every kind. */
const schemas: Readonly<Record<Explanation['kind'], z.ZodType>> = {
  attribution: z.strictObject({
    kind: z.literal('attribution'),
    ...explained,
    shape: z.tuple([whole, whole, whole]),
    values: numbers,
    standardErrors: numbers.optional(),
    base: numbers.optional(),
    predictions: numbers,
    data: numbers,
    groups: z.array(texts).optional(),
    localModel: z
      .strictObject({ intercepts: numbers, predictions: numbers, weightedR2: numbers })
      .optional(),
    featureShape: z.array(whole).optional(),
  }),
  importance: z.strictObject({
    kind: z.literal('importance'),
    ...explained,
    names: texts,
    values: numbers,
    standardErrors: numbers.optional(),
    repeats: numbers.optional(),
    score: z.string(),
  }),
  curve: z.strictObject({
    kind: z.literal('curve'),
    ...explained,
    features: z.array(whole).min(1).max(2),
    grid: z.array(numbers),
    values: numbers,
    individual: numbers.optional(),
    density: numbers.optional(),
  }),
  interactions: z.strictObject({
    kind: z.literal('interactions'),
    ...explained,
    index: z.enum(['SII', 'STI', 'H2']),
    shape: z.tuple([whole, whole, whole, whole]),
    values: numbers,
  }),
  counterfactual: z.strictObject({
    kind: z.literal('counterfactual'),
    ...explained,
    row: numbers,
    prediction: numbers,
    found: z.array(
      z.strictObject({
        row: numbers,
        prediction: numbers,
        changed: z.array(whole),
        distance: z.number(),
      }),
    ),
    norm: z.enum(['L1', 'L2']),
    target: whole,
  }),
}

/**
 * Checks that a value is an explanation, and as long as its shape says: one that was written as JSON
 * and read again is what it was.
 *
 * @throws {DataError} that says where it is not.
 *
 * @example
 * const explanation = parseExplanation(JSON.parse(text))
 */
export function parseExplanation(value: unknown): Explanation {
  const kinds = Object.keys(schemas) as [Explanation['kind']]
  const { kind } = parseWith(
    z.looseObject({ kind: z.enum(kinds) }),
    value,
    'explanation',
    DataError,
  )
  const explanation = parseWith(schemas[kind], value, 'explanation', DataError) as Explanation
  for (const [field, expected] of Object.entries(lengthsOf(explanation))) {
    const found = (explanation as unknown as Record<string, { length: number } | undefined>)[field]
    if (found === undefined || found.length === expected) continue
    throw new DataError({
      where: `explanation.${field}`,
      problem: 'it is not as long as its shape says',
      expected: `${expected} numbers`,
      received: String(found.length),
    })
  }
  return explanation
}

const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1)

/** How long the lists of an explanation have to be. */
function lengthsOf(explanation: Explanation): Readonly<Record<string, number>> {
  const outputs = explanation.outputNames.length
  switch (explanation.kind) {
    case 'attribution': {
      const [rows, features, all] = explanation.shape
      const values = rows * features * all
      return {
        featureNames: features,
        outputNames: all,
        values,
        standardErrors: values,
        base: all,
        predictions: rows * all,
        data: rows * features,
        groups: features,
      }
    }
    case 'importance': {
      const names = explanation.names.length
      return { values: names, standardErrors: names }
    }
    case 'curve': {
      const points = product(explanation.grid.map(({ length }) => length))
      return { grid: explanation.features.length, values: points * outputs, density: points }
    }
    case 'interactions': {
      const [, features, others, all] = explanation.shape
      const values = product(explanation.shape)
      return {
        featureNames: features,
        shape: features === others ? 4 : 0,
        values,
        outputNames: all,
      }
    }
    case 'counterfactual':
      return { row: explanation.featureNames.length, prediction: outputs }
  }
}
