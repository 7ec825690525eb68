import {
  createModel,
  createProbe,
  customLayersOf,
  type Model,
  type ModelProbe,
  OptionError,
  parseSpec,
  parseWith,
  type Tensor,
  version,
} from '@parallax-ml/core'
import { z } from 'zod'
import type { OutputSpace, Provenance } from '../explanation.js'
import { hashOf } from '../hash.js'
import type { Matrix } from '../matrix.js'
import type { Explainable } from './explainable.js'
import { joinedInputs } from './inputs.js'
import { givesProbabilities, withoutLastActivation } from './raw-scores.js'

/** Options of {@link explainable}. */
export interface ExplainableOptions {
  /**
   * What is explained. Default: probabilities if the model ends in softmax or sigmoid, else its
   * values. `logit` takes that last activation away.
   */
  readonly space?: OutputSpace
  /** Default `x0`, `x1` …; of an image `row, column`; of several inputs with the input's name. */
  readonly featureNames?: readonly string[]
  /** Default: the class names that the model keeps, else `output 0` … */
  readonly outputNames?: readonly string[]
}

/** A network whose answers are explained, and which can be differentiated. */
export interface ExplainableModel extends Explainable {
  /** Gives what is explained: in the space of logits a model of its own, without the last activation. */
  readonly model: Model
  /** Sizes of one row's axes, by input; a row of features is the inputs one after the other. */
  readonly inputs: Readonly<Record<string, readonly number[]>>
  /**
   * Gradients with respect to the features, `[rows, features]`: for every row, of the sum of its
   * outputs times its `cotangents`, which are `[rows, outputs]`. What it compiles, it keeps.
   * @throws {OptionError} if an input holds indices, which have no gradient.
   */
  gradients(rows: Matrix, cotangents: Matrix): Promise<Matrix>
  /** Frees what was compiled for gradients, and the model of its own, if there is one; the model that was passed stays. */
  dispose(): Promise<void>
}

const names = z.array(z.string()).min(1)
const schema = z.strictObject({
  space: z.enum(['logit', 'probability', 'value']).optional(),
  featureNames: names.optional(),
  outputNames: names.optional(),
})

/**
 * Makes a model ready to be explained.
 *
 * @throws {OptionError} if the model has several outputs, a name is missing or too many, or the
 * model has no probabilities or logits to explain.
 *
 * @example
 * const explained = explainable(run.model, { space: 'logit' })
 * const explanation = await exactShapley(explained, rows, { background })
 */
export function explainable(model: Model, options: ExplainableOptions = {}): ExplainableModel {
  const parsed = parseWith(schema, options, 'explainable', OptionError)
  const [output, ...more] = Object.values(model.architecture.outputs)
  if (output === undefined || more.length > 0) {
    throw new OptionError({
      where: 'explainable',
      problem: 'the model has several outputs',
      hint: 'Make a model that ends in the one you ask about; its weights are found by name.',
    })
  }
  const isProbability = givesProbabilities(model.spec)
  const space = parsed.space ?? (isProbability ? 'probability' : 'value')
  if (space !== 'value' && !isProbability) {
    throw new OptionError({
      where: 'explainable.space',
      problem: 'the model does not end in softmax or sigmoid',
      received: space,
      hint: "Take 'value', which explains what the model gives.",
    })
  }
  const own = space === 'logit' ? rawScores(model) : undefined
  const explained = own ?? model
  const { inputs } = model.architecture
  const joined = joinedInputs(inputs)
  const width = output.shape.reduce((product, size) => product * size, 1)
  let probe: ModelProbe | undefined
  return {
    model: explained,
    inputs,
    space,
    featureNames: checkedNames(parsed.featureNames, joined.names, 'featureNames'),
    outputNames: checkedNames(parsed.outputNames, namesOfOutputs(model, width), 'outputNames'),
    provenance: provenanceOf(model),
    async predict(rows) {
      const { data } = await explained.predict(joined.split(rows))
      return { rows: rows.rows, columns: width, values: Float64Array.from(data) }
    },
    async gradients(rows, cotangents) {
      requireNumbers(model)
      probe ??= createProbe(explained, { gradients: Object.keys(inputs) })
      const shaped = { shape: [rows.rows, ...output.shape], data: cotangents.values }
      const found = await probe.run(joined.split(rows), shaped)
      return joined.join(found.gradients, rows.rows)
    },
    async dispose() {
      await probe?.dispose()
      await own?.dispose()
    },
  }
}

function requireNumbers({ architecture }: Model): void {
  const indices = Object.entries(architecture.inputRows).find(([, { whole }]) => whole)
  if (indices === undefined) return
  throw new OptionError({
    where: 'gradients',
    problem: `input '${indices[0]}' holds indices, which have no gradient`,
    hint: 'Take a method that needs answers alone, for example permutation importance.',
  })
}

function rawScores({ spec, backend, precision, weights }: Model): Model {
  const raw = parseSpec(withoutLastActivation(spec), { customLayers: customLayersOf(spec) })
  return createModel(raw, { backend, precision, weights: weights() })
}

function checkedNames(
  given: readonly string[] | undefined,
  own: readonly string[],
  option: string,
): readonly string[] {
  if (given === undefined || given.length === own.length) return given ?? own
  throw new OptionError({
    where: `explainable.${option}`,
    problem: 'there is not a name for each',
    expected: `${own.length} names`,
    received: String(given.length),
  })
}

/** One output of two classes is the probability of the second. */
function namesOfOutputs({ details }: Model, width: number): readonly string[] {
  const given = details?.classNames
  const classes = given === undefined || Array.isArray(given) ? given : Object.values(given)[0]
  if (classes !== undefined) return width === 1 ? [classes[1]!] : [...classes]
  return Array.from({ length: width }, (_, i) => `output ${i}`)
}

function provenanceOf(model: Model): Provenance {
  const weights = Object.values(model.weights()).flatMap(({ data }: Tensor) => Array.from(data))
  return {
    specHash: hashOf(JSON.stringify(model.spec)),
    weightsHash: hashOf(Float64Array.from(weights)),
    backend: model.backend.name,
    precision: model.precision,
    version,
  }
}
