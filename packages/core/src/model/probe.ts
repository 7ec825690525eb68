import { z } from 'zod'
import type { ProgramV1 } from '../backend/contract.js'
import type { Tensor } from '../backend/tensor.js'
import { type NamedRows, toColumns } from '../data/columns.js'
import { type RowsLike, toRows } from '../data/rows.js'
import { DataError, OptionError } from '../errors/parallax-error.js'
import { parse } from '../errors/parse.js'
import { inputsOf } from '../graph/program.js'
import type { Shape } from '../graph/types.js'
import { chosenOutput } from '../spec/chosen-output.js'
import type { Architecture } from './architecture.js'
import { compileFor, type Model } from './model.js'
import { valueNamed } from './named-value.js'
import { bucketFor, predictBatches } from './predict.js'
import { type Probing, probeProgram, zeroFeed } from './probe-program.js'

/** Options of {@link createProbe}. Values go by the names of inputs, of layers, or of their calls. */
export interface ProbeOptions {
  /** Values to give. Default none. */
  readonly values?: readonly string[]
  /** Values that the output is differentiated with respect to. Default none. */
  readonly gradients?: readonly string[]
  /** Name of the output; needed where the model has several. */
  readonly of?: string
}

/** What a probe finds for some rows; every tensor has the rows as its first axis. */
export interface Probed {
  readonly output: Tensor
  /** By the names that were asked for. */
  readonly values: Readonly<Record<string, Tensor>>
  /** Of Σ cotangent · output of the same row, by the names that were asked for. */
  readonly gradients: Readonly<Record<string, Tensor>>
}

/** A look into a model, compiled once for every size of batch and good for any number of batches. */
export interface ModelProbe {
  /**
   * Output, values and vector-Jacobian products for rows. Layers behave as in prediction.
   *
   * @param cotangents what every row's output is multiplied by before it is differentiated, in the
   * shape of the output: 1 at one place and 0 elsewhere gives the gradient of that element. Needed
   * if the probe has gradients, and else not allowed.
   * @throws {DataError} if rows do not fit.
   */
  run(x: RowsLike | NamedRows, cotangents?: RowsLike): Promise<Probed>
  /** Frees the programs; the model stays. */
  dispose(): Promise<void>
}

const names = z.array(z.string())
const schema = z.strictObject({
  values: names.default([]),
  gradients: names.default([]),
  of: z.string().optional(),
})

/**
 * Looks into a model: what its layers give, and the gradient of an output with respect to any value
 * inside, row by row. The output's element is chosen anew for every row, so one program serves all.
 *
 * @throws {OptionError} if there is no such value or output.
 *
 * @example
 * const probe = createProbe(model, { values: ['conv2d'], gradients: ['conv2d'] })
 * const { values, gradients } = await probe.run(images, oneHot(classes)) // as Grad-CAM needs them
 * await probe.dispose()
 */
export function createProbe(model: Model, options: ProbeOptions = {}): ModelProbe {
  const { values, gradients, of } = parse(schema, options, 'createProbe options', OptionError)
  const { architecture } = model
  const shapes = shapesOfValues(architecture)
  const named = (wanted: readonly string[]): Record<string, string> =>
    Object.fromEntries(wanted.map((name) => [name, valueNamed(architecture, name)]))
  const output = chosenOutput(Object.keys(architecture.outputs), of)
  const probing = { output, values: named(values), gradients: named(gradients) }
  const resultShapes = shapesOfResults(probing, architecture, shapes)
  const programs = new Map<number, Promise<CompiledProbe>>()
  const programFor = (rows: number): Promise<CompiledProbe> => {
    const program = programs.get(rows) ?? compileProbe(model, probing, rows)
    programs.set(rows, program)
    return program
  }
  return {
    async run(x, cotangents) {
      const expected = { x: architecture.inputRows, y: {} }
      const { rows, columns } = toColumns({ x }, expected, 'probe')
      const cotangent = checkedCotangents(cotangents, gradients, resultShapes.output!, rows)
      const zeros = Object.values(probing.gradients).map(
        (name) => [zeroFeed(name), new Float64Array(rows)] as const,
      )
      const { program, fed } = await programFor(bucketFor(rows))
      const all = Object.entries({ ...columns, ...cotangent, ...Object.fromEntries(zeros) })
      const needed = Object.fromEntries(all.filter(([name]) => fed.has(name)))
      const found = await predictBatches(program, resultShapes, needed, rows)
      const group = (prefix: string, wanted: readonly string[]): Record<string, Tensor> =>
        Object.fromEntries(wanted.map((name) => [name, found[`${prefix}/${name}`]!]))
      return {
        output: found.output!,
        values: group('value', values),
        gradients: group('gradient', gradients),
      }
    },
    async dispose() {
      const compiled = await Promise.all(programs.values())
      programs.clear()
      for (const { program } of compiled) await program.dispose()
    },
  }
}

interface CompiledProbe {
  readonly program: ProgramV1
  /** What does not reach a result is not in the program, and must not be fed. */
  readonly fed: ReadonlySet<string>
}

async function compileProbe(model: Model, probing: Probing, rows: number): Promise<CompiledProbe> {
  const program = probeProgram(model.architecture, probing, rows)
  const fed = new Set(inputsOf(program.graph).map(({ attributes }) => attributes.name))
  return { program: await compileFor(model, program), fed }
}

/** Shapes of one row of every value, by its name. */
const shapesOfValues = ({ inputs, calls }: Architecture): Record<string, Shape> => ({
  ...inputs,
  ...Object.fromEntries(calls.map(({ output, outputShape }) => [output, outputShape])),
})

const shapesOfResults = (
  { output, values, gradients }: Probing,
  { outputs }: Architecture,
  shapes: Readonly<Record<string, Shape>>,
): Record<string, Shape> => ({
  output: outputs[output]!.shape,
  ...Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`value/${name}`, shapes[value]!]),
  ),
  ...Object.fromEntries(
    Object.entries(gradients).map(([name, value]) => [`gradient/${name}`, shapes[value]!]),
  ),
})

function checkedCotangents(
  cotangents: RowsLike | undefined,
  gradients: readonly string[],
  shape: Shape,
  rows: number,
): Record<string, Tensor['data']> {
  const where = 'probe.cotangents'
  if (cotangents === undefined && gradients.length === 0) return {}
  if (cotangents === undefined || gradients.length === 0) {
    throw new DataError({
      where,
      problem: cotangents === undefined ? 'they are missing' : 'the probe differentiates nothing',
      hint: 'Cotangents go with the option gradients: both or neither.',
    })
  }
  const { count, data } = toRows(cotangents, { shape, dtype: 'float' }, where)
  if (count === rows) return { cotangent: data }
  throw new DataError({
    where,
    problem: 'there is not one for every row',
    expected: `${rows} rows`,
    received: String(count),
  })
}
