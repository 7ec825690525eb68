import { confusionMatrix, DataError } from '@parallax-ml/core'
import { encodeTable, encodingOf, unknownValues, withoutMissing } from '@parallax-ml/datasets'
import { addDataOptions, type DataOptions } from '../data/data-options.js'
import { openData, readAll } from '../data/open-data.js'
import { readModel } from '../models/model-file.js'
import { showRows } from '../show-rows.js'
import { textTable } from '../text-table.js'
import { judge, sentenceOf } from '../training/judgement.js'
import { type AddCommand, type CommandContext, exitCodes, exitCodesHelp } from './command.js'
import { addModelOptions, backendOf, type ModelOptions } from './model-options.js'
import { warnOfUnknown } from './unknown-warning.js'

const examples = `
Examples:
  parallax evaluate flowers.safetensors more-flowers.csv
  parallax evaluate flowers.safetensors more-flowers.csv --json --quiet > scores.json

The rows need the column that the model predicts; those without a value in it are left out.
${exitCodesHelp}`

/** Adds the command `evaluate`. */
export const addEvaluate: AddCommand = (program, context, onExitCode) => {
  const command = program
    .command('evaluate')
    .argument('<model>', 'what train has kept')
    .argument('<data>', 'rows that it was not trained on; - is standard input')
    .description('Judge a model by rows whose answers are known.')
  addModelOptions(addDataOptions(command))
    .addHelpText('after', examples)
    .action(async (model: string, data: string, options: DataOptions & ModelOptions) => {
      await evaluateFile(model, data, options, context)
      onExitCode(exitCodes.done)
    })
}

async function evaluateFile(
  modelPath: string,
  dataPath: string,
  options: DataOptions & ModelOptions,
  { streams: { stdout, stderr } }: CommandContext,
): Promise<void> {
  const model = await readModel(modelPath, backendOf(options))
  const encoding = encodingOf(model)
  const { source, close } = await openData(dataPath, options, encoding.format)
  try {
    const all = await readAll(source)
    const table = encoding.target ? withoutMissing(all, encoding.target.column) : all
    if (table.rows.length === 0) {
      throw new DataError({ where: source.name, problem: 'no row has an answer to judge by' })
    }
    const left = all.rows.length - table.rows.length
    if (!options.quiet && left > 0)
      stderr.write(`Left out, since they have no answer: ${showRows(left)}.\n`)
    if (!options.quiet) warnOfUnknown(unknownValues(table, encoding), stderr)
    const data = encodeTable(table, encoding)
    const judgement = await judge(model, data, encoding)
    const classNames = data.classNames.length > 0 ? data.classNames : undefined
    const confusion = classNames && (await confusionMatrix(model, data))
    if (options.json) {
      stdout.write(`${JSON.stringify({ ...judgement, classNames, confusion }, null, 2)}\n`)
      return
    }
    stdout.write(`On ${judgement.rows} rows: ${sentenceOf(judgement)}.\n`)
    if (confusion) stdout.write(`\n${confusionTable(confusion, classNames)}\n`)
  } finally {
    await close()
    await model.dispose()
  }
}

const confusionTable = (counts: readonly number[][], names: readonly string[]): string =>
  textTable([
    ['is \\ answered', ...names],
    ...counts.map((row, i) => [names[i]!, ...row.map(String)]),
  ])
