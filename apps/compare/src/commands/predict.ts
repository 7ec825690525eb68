import {
  type Answer,
  blocksOf,
  encodingOf,
  formatCsv,
  predictTable,
  type Table,
  type TargetEncoding,
  type UnknownValue,
  unknownValues,
  withEncoding,
} from '@parallax-ml/datasets'
import { addDataOptions, type DataOptions } from '../data/data-options.js'
import { openData } from '../data/open-data.js'
import { readModel } from '../models/model-file.js'
import { plainColumns } from '../models/plain-columns.js'
import { type AddCommand, type CommandContext, exitCodes, exitCodesHelp } from './command.js'
import { addModelOptions, backendOf, type ModelOptions } from './model-options.js'
import { warnOfUnknown } from './unknown-warning.js'

const examples = `
Examples:
  parallax predict flowers.safetensors more.csv > answers.csv
  parallax predict flowers.safetensors more.csv --json      one JSON record a line
  parallax predict flowers.onnx more.csv                    an ONNX file, of any maker
  echo '{"length": 5.1, "width": 3.5}' | parallax predict flowers.safetensors -

The answers are the columns of the data and behind them the prediction; for classes also the
probability of each. Any number of rows is read, answered and written block by block.
${exitCodesHelp}`

/** Adds the command `predict`. */
export const addPredict: AddCommand = (program, context, onExitCode) => {
  const command = program
    .command('predict')
    .argument('<model>', 'what train has kept, or an .onnx file')
    .argument('<data>', 'rows to answer; - is standard input')
    .description('Answer rows by a model, as CSV or JSON lines.')
  addModelOptions(addDataOptions(command))
    .addHelpText('after', examples)
    .action(async (model: string, data: string, options: DataOptions & ModelOptions) => {
      onExitCode(await predictFile(model, data, options, context))
    })
}

async function predictFile(
  modelPath: string,
  dataPath: string,
  options: DataOptions & ModelOptions,
  { streams: { stdout, stderr }, signal }: CommandContext,
): Promise<number> {
  const read = await readModel(modelPath, backendOf(options))
  const own = read.details?.preprocessing === undefined ? undefined : encodingOf(read)
  const { source, close } = await openData(dataPath, options, own?.format)
  const unknown = new Map<string, UnknownValue>()
  try {
    const encoding = own ?? plainColumns(read, source.columns)
    const model = withEncoding(read, encoding)
    const { target } = encoding
    const names = namesOf(target)
    const header = options.json ? '' : formatCsv([[...source.columns, ...names]])
    // Kept back until the first block is answered, so that an error is all that is written.
    let text = header
    for await (const block of blocksOf(source)) {
      if (signal?.aborted) return exitCodes.interrupted
      for (const value of unknownValues(block, encoding)) addTo(unknown, value)
      const answers = await predictTable(model, block)
      text += options.json ? jsonLines(answers) : csvLines(block, answers)
      stdout.write(text)
      text = ''
    }
    stdout.write(text)
    if (!options.quiet) warnOfUnknown([...unknown.values()], stderr)
    return exitCodes.done
  } finally {
    await close()
    await read.dispose()
  }
}

/** The columns that stand behind those of the data. */
function namesOf(target: TargetEncoding | undefined): string[] {
  const name = `predicted ${target?.column ?? 'value'}`
  if (target?.type !== 'category') return [name]
  return [name, ...target.classes.map((label) => `probability of ${label}`)]
}

const csvLines = ({ rows }: Table, answers: readonly Answer[]): string =>
  formatCsv(
    rows.map((cells, i) => {
      const answer = answers[i]!
      return 'value' in answer
        ? [...cells, shortest(answer.value)]
        : [...cells, answer.class, ...Object.values(answer.probabilities).map(shortest)]
    }),
  )

const jsonLines = (answers: readonly Answer[]): string =>
  answers
    .map((answer) =>
      'value' in answer
        ? { prediction: answer.value }
        : { prediction: answer.class, probabilities: answer.probabilities },
    )
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('')

/** A number with no more digits than tell it from its neighbours in float32. */
const shortest = (value: number): number =>
  [6, 7, 8]
    .map((digits) => Number(value.toPrecision(digits)))
    .find((short) => Math.fround(short) === Math.fround(value)) ?? value

function addTo(unknown: Map<string, UnknownValue>, value: UnknownValue): void {
  const key = JSON.stringify([value.column, value.value])
  const rows = (unknown.get(key)?.rows ?? 0) + value.rows
  unknown.set(key, { ...value, rows })
}
