import {
  DataError,
  OptionError,
  parseWith,
  permutation,
  randomKey,
  uniforms,
} from '@parallax-ml/core'
import { z } from 'zod'
import type { ExplainableModel } from '../explained/explainable-model.js'
import { seed as seedSchema } from '../explained/limits.js'
import type { Attribution } from '../explanation.js'
import { hashOf } from '../hash.js'
import { columnMeans, type MatrixLike, rowOf, toMatrix } from '../matrix.js'
import { asked } from './asked.js'
import { attributionOf } from './attribution-of.js'
import { gapsOfRow } from './completeness.js'
import { moments, standardErrorsOf } from './moments.js'
import { chosenOutputs, type GradientOptions, gradientOptions } from './options.js'

/** Where on the path from which background row a gradient is taken. */
export interface PathPoint {
  /** Index of the background row. */
  readonly row: number
  /** 0 at the background row, 1 at the explained row. */
  readonly share: number
}

/** Options of {@link expectedGradients}. */
export interface ExpectedGradientsOptions extends GradientOptions {
  /** Rows that stand for features being absent, `[rows, features]`. */
  readonly background: MatrixLike
  /** Points on paths. Default 200. */
  readonly samples?: number
  /** Decides the points, which are the same for every explained row. Default 0. */
  readonly seed?: number
  /** The points themselves, in place of those that the seed gives. */
  readonly points?: readonly PathPoint[]
}

const schema = z.strictObject({
  ...gradientOptions,
  background: z.custom<MatrixLike>((value) => value !== undefined, 'rows are needed'),
  samples: z.int().min(2).default(200),
  seed: seedSchema,
  points: z
    .array(z.strictObject({ row: z.int().nonnegative(), share: z.number().min(0).max(1) }))
    .min(1)
    .optional(),
})

/**
 * Integrated gradients averaged over a background: the mean of (row − background row) · gradient at
 * random points of the paths between them (Erion and others, "Improving performance of deep learning
 * models with axiomatic attribution priors and expected gradients", 2021). An estimate: expected to add
 * up to prediction − base, where base is the mean prediction of the background. Every background row is
 * used equally often, but for the rest of samples / rows.
 *
 * @throws {DataError} if rows do not fit. @throws {OptionError} if an option is wrong.
 */
export async function expectedGradients(
  explained: ExplainableModel,
  rows: MatrixLike,
  options: ExpectedGradientsOptions,
): Promise<Attribution> {
  const method = 'expectedGradients'
  const parsed = parseWith(schema, options, `${method} options`, OptionError)
  const { seed } = parsed
  const features = explained.featureNames.length
  const data = toMatrix(rows, `${method} rows`, features)
  const background = toMatrix(parsed.background, 'option background', features)
  const points = parsed.points ?? pointsOf(seed, parsed.samples, background.rows)
  requireRows(points, background.rows)
  const outputs = chosenOutputs(explained, parsed.outputs)
  const model = asked(explained, outputs, parsed)
  model.expect(background.rows + data.rows * (1 + points.length * outputs.length))
  const predictions = await model.predict(data)
  const answers = await model.predict(background)
  const base = toMatrix([columnMeans(answers)], method)
  const found = moments(data.rows * features * outputs.length)
  await model.forEachGradient({
    points: data.rows * points.length,
    pointAt(index, at) {
      const row = rowOf(data, Math.floor(index / points.length))
      const { row: from, share } = points[index % points.length]!
      const start = rowOf(background, from)
      for (let f = 0; f < features; f++) at[f] = start[f]! + share * (row[f]! - start[f]!)
    },
    visit(index, k, gradient) {
      const r = Math.floor(index / points.length)
      const sample = index % points.length
      const [row, start] = [rowOf(data, r), rowOf(background, points[sample]!.row)]
      for (const [f, slope] of gradient.entries()) {
        const cell = (r * features + f) * outputs.length + k
        found.add(cell, sample + 1, (row[f]! - start[f]!) * slope)
      }
    },
  })
  const standardErrors = standardErrorsOf(found, points.length)
  const given = parsed.points !== undefined
  return attributionOf(explained, data, outputs, {
    method,
    settings: { samples: points.length },
    background: { kind: 'rows', rows: background.rows, hash: hashOf(background.values) },
    values: found.means,
    ...(standardErrors && { standardErrors }),
    base,
    predictions,
    checks: {
      evaluations: model.evaluations,
      completenessGap: Math.max(
        ...Array.from({ length: data.rows }, (_, r) =>
          gapsOfRow(found.means, r, features, predictions, base).map(({ gap }) => gap),
        ).flat(),
      ),
      ...(!given && { seed }),
    },
  })
}

/** Rows in a random order, again and again, each with a share of its own. */
function pointsOf(seed: number, samples: number, rows: number): PathPoint[] {
  const shares = uniforms(randomKey(seed, 'expectedGradients/shares'), samples)
  const order = permutation(randomKey(seed, 'expectedGradients/rows'), rows)
  return Array.from(shares, (share, i) => ({ row: order[i % rows]!, share }))
}

function requireRows(points: readonly PathPoint[], rows: number): void {
  const bad = points.findIndex(({ row }) => row >= rows)
  if (bad < 0) return
  throw new DataError({
    where: `option points[${bad}]`,
    problem: 'the background has no such row',
    expected: `0 to ${rows - 1}`,
    received: String(points[bad]!.row),
  })
}
