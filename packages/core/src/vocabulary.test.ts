import { expect, test } from 'vitest'
import { z } from 'zod'
import { activationChoice } from './activations/index.js'
import { constraintChoice } from './constraints/index.js'
import { initializerChoice } from './initializers/index.js'
import { layerDefinitions } from './layers/index.js'
import { lossDefinitions } from './losses/index.js'
import { metricDefinitions } from './metrics/index.js'
import { optimizerDefinitions } from './optimizers/index.js'
import { regularizerChoice } from './regularizers/index.js'
import { scheduleDefinitions } from './schedules/index.js'

interface JsonSchema {
  readonly const?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}

const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema

/** `units`, `activation = 'linear'`, `maxValue?` */
function describeOptions({ properties = {}, required = [] }: JsonSchema): string {
  return Object.entries(properties)
    .filter(([name]) => name !== 'name')
    .map(([name, { default: value }]) => {
      if (value !== undefined) return `${name} = ${JSON.stringify(value).replaceAll('"', "'")}`
      return required.includes(name) ? name : `${name}?`
    })
    .map((text) => `\`${text}\``)
    .join(', ')
}

/** Rows of what is chosen by name inside a spec. */
const choicesOf = (schema: z.ZodType): string[] =>
  schemaOf(schema).anyOf![1]!.oneOf!.map(
    (choice) => `| \`${choice.properties!.name!.const}\` | ${describeOptions(choice)} |`,
  )

const definitionsOf = (
  definitions: readonly {
    readonly options: z.ZodType
    readonly name?: string
    readonly type?: string
  }[],
): string[] =>
  definitions.map(
    ({ name, type, options }) => `| \`${name ?? type}\` | ${describeOptions(schemaOf(options))} |`,
  )

const nameIn = (row: string): string => row.split('`')[1]!

const table = (title: string, note: string, rows: readonly string[]): string =>
  [
    `## ${title}`,
    '',
    note,
    '',
    '| name | options |',
    '|---|---|',
    ...rows.toSorted((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1)),
    '',
  ].join('\n')

test('the page of the vocabulary is that of the sources', async () => {
  const page = [
    '# Vocabulary',
    '',
    'Everything that a spec or a call can name, with its options and their defaults. Names and definitions are those of Keras 3; formulas, shapes and papers are in the comments that editors show. `?` marks an option that may be left out. A test writes this page: `npx vitest run vocabulary -u`.',
    '',
    table(
      'Layers',
      'Made by the function of the same name, for example `dense({ units: 8 })`. All take `name`, `trainable` and `learningRateMultiplier` as well.',
      definitionsOf(layerDefinitions),
    ),
    table(
      'Activations',
      'For `activation`: the name, or `{ name, …options }`.',
      choicesOf(activationChoice),
    ),
    table('Initialisers', 'For `kernelInitializer` and its like.', choicesOf(initializerChoice)),
    table('Regularisers', 'For `kernelRegularizer` and its like.', choicesOf(regularizerChoice)),
    table('Constraints', 'For `kernelConstraint` and its like.', choicesOf(constraintChoice)),
    table('Losses', 'For `loss` of `fit` and `evaluate`.', definitionsOf(lossDefinitions)),
    table(
      'Metrics',
      'For `metrics` and `weightedMetrics`. `accuracy` is the accuracy that suits the loss.',
      definitionsOf(metricDefinitions),
    ),
    table('Optimisers', 'For `optimizer` of `fit`.', definitionsOf(optimizerDefinitions)),
    table(
      'Schedules',
      "For `learningRate` of an optimiser: `{ name: 'adam', learningRate: { name: 'cosineDecay', initialLearningRate: 0.01, decaySteps: 500 } }`. Steps are counted from 0.",
      definitionsOf(scheduleDefinitions),
    ),
  ].join('\n')
  await expect(page).toMatchFileSnapshot('../../../docs/vocabulary.md')
})
