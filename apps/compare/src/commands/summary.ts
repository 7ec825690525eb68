import { extname } from 'node:path'
import { type Model, summary } from '@parallax-ml/core'
import { encodingOf, featureNames, type TableEncoding } from '@parallax-ml/datasets'
import { backends } from '../backends.js'
import { readModel } from '../models/model-file.js'
import { readSpec } from '../models/read-spec.js'
import { textTable } from '../text-table.js'
import { type AddCommand, exitCodes, exitCodesHelp } from './command.js'

const examples = `
Examples:
  parallax summary flowers.safetensors       layers, columns, classes
  parallax summary network.json              layers and shapes of a spec
  parallax summary flowers.safetensors --json > flowers.json

${exitCodesHelp}`

/** Adds the command `summary`. */
export const addSummary: AddCommand = (program, { streams: { stdout } }, onExitCode) => {
  program
    .command('summary')
    .argument('<file>', 'a model, or a spec as JSON')
    .description('Show what a model is made of, and what it needs and answers.')
    .option('--json', 'print spec, columns and classes as JSON', false)
    .addHelpText('after', examples)
    .action(async (path: string, { json }: { json: boolean }) => {
      stdout.write(`${await summaryOf(path, json)}\n`)
      onExitCode(exitCodes.done)
    })
}

async function summaryOf(path: string, json: boolean): Promise<string> {
  if (extname(path) === '.json') {
    const spec = await readSpec(path)
    return json ? JSON.stringify(spec, null, 2) : summary(spec)
  }
  const { spec, details, trainedBy }: Model = await readModel(path, backends[0]!)
  if (json) return JSON.stringify({ spec, details, trainedBy }, null, 2)
  if (details?.preprocessing === undefined) return summary(spec)
  return `${describe(encodingOf({ details }))}\n\n${summary(spec)}`
}

const msPerDay = 86_400_000

function describe(encoding: TableEncoding): string {
  const { target, features, ignored } = encoding
  const answers =
    target?.type === 'category'
      ? `one of ${target.classes.length} classes: ${target.classes.join(', ')}`
      : 'a number'
  return [
    ...(target ? [`Predicts '${target.column}', ${answers}.`, ''] : []),
    textTable([
      ['column', 'type', 'in training rows'],
      ...features.map((feature) => [
        feature.column,
        feature.type,
        feature.type === 'category'
          ? `${feature.values.length} values: ${shorten(feature.values)}`
          : feature.type === 'date'
            ? `about ${new Date(msPerDay * feature.mean).toISOString().slice(0, 10)}, deviation ${Math.sqrt(feature.variance).toFixed(0)} days`
            : `mean ${Number(feature.mean.toPrecision(6))}, deviation ${Number(Math.sqrt(feature.variance).toPrecision(6))}`,
      ]),
    ]),
    ...ignored.map(({ column, reason }) => `Column '${column}' is left out: ${reason}.`),
    `Features: ${featureNames(encoding).length}. Unknown categories: ${encoding.unknown}.`,
  ].join('\n')
}

const shorten = (values: readonly string[]): string =>
  values.length > 6 ? `${values.slice(0, 6).join(', ')} …` : values.join(', ')
