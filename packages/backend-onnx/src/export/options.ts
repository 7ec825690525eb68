import { OptionError, type Precision, parseWith } from '@parallax-ml/core'
import { z } from 'zod'

/** Mean and standard deviation of every feature, as the last axis of an input has them. */
export interface Standardization {
  readonly mean: readonly number[]
  readonly standardDeviation: readonly number[]
}

/** Options of `exportOnnx`. */
export interface ExportOptions {
  /** Name of the graph. Default `parallax`. */
  readonly name?: string | undefined
  /**
   * Names of the classes, of a model with one output that gives a probability for each, or one for
   * the second of two. The file gets another output, `label`, and the names among its metadata.
   * Default: those that the model has.
   */
  readonly classNames?: readonly string[] | undefined
  /** Preprocessing to be done in the file, (x − mean) / standardDeviation, by the name of the input. */
  readonly standardization?: Readonly<Record<string, Standardization>> | undefined
  /** Texts that are kept in the file. */
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** Of weights and arithmetic. Default `float32`. */
  readonly precision?: Precision | undefined
}

const numbers = z.array(z.number()).min(1)

const schema = z.strictObject({
  name: z.string().min(1).default('parallax'),
  classNames: z.array(z.string()).min(2).readonly().optional(),
  standardization: z
    .record(
      z.string(),
      z.strictObject({
        mean: numbers,
        standardDeviation: z.array(z.number().positive()).min(1),
      }),
    )
    .default({}),
  metadata: z.record(z.string(), z.string()).default({}),
  precision: z.enum(['float32', 'float64']).default('float32'),
})

/** Checked options, defaults filled in. */
export type ParsedExportOptions = z.output<typeof schema>

/**
 * Checks options.
 * @throws {OptionError} with the nearest right name.
 */
export const parseExportOptions = (options: ExportOptions): ParsedExportOptions =>
  parseWith(schema, options, 'exportOnnx', OptionError)
