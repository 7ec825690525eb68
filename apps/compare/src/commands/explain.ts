import { DataError, OptionError, toNested } from '@parallax-ml/core'
import { encodeFeatures, encodeTable, encodingOf, type Table } from '@parallax-ml/datasets'
import { reportHtml } from '@parallax-ml/report'
import type { Command } from 'commander'
import { addDataOptions, type DataOptions } from '../data/data-options.js'
import { openData, readAll } from '../data/open-data.js'
import { localMethods, usualMethods } from '../explaining/local-methods.js'
import { explainRow } from '../explaining/one-row.js'
import { overviewOf } from '../explaining/overview.js'
import { overviewPage, rowPage } from '../explaining/pages.js'
import { type ExplainedSubject, subjectOf } from '../explaining/subject.js'
import { overviewText, rowText } from '../explaining/texts.js'
import { readModel } from '../models/model-file.js'
import { plainColumns } from '../models/plain-columns.js'
import type { Streams } from '../streams.js'
import { writeWhole } from '../write-whole.js'
import { type AddCommand, type CommandContext, exitCodes, exitCodesHelp } from './command.js'
import { addModelOptions, backendOf, type ModelOptions } from './model-options.js'
import { list, oneOf, wholeNumber } from './option-values.js'

const examples = `
Methods:
${localMethods.map(({ name, about }) => `  ${name.padEnd(22)}${about}`).join('\n')}

Examples:
  parallax explain flowers.safetensors flowers.csv                   what the answers rest on
  parallax explain flowers.safetensors flowers.csv --out why.html    with pictures
  parallax explain flowers.safetensors flowers.csv --row 3           why row 3 is answered so
  parallax explain flowers.safetensors flowers.csv --row 3 --class virginica --method shapley,lime

Rows are counted from 0. Every explanation is printed with its own checks: what it cost, how far
contributions are from adding up, and how far methods agree.
${exitCodesHelp}`

interface ExplainOptions extends DataOptions, ModelOptions {
  readonly row?: number
  readonly method?: readonly string[]
  readonly class?: string
  readonly rows: number
  readonly background: number
  readonly seed: number
  readonly out?: string
}

const names = localMethods.map(({ name }) => name)

/** Adds the command `explain`. */
export const addExplain: AddCommand = (program, context, onExitCode) => {
  const command = program
    .command('explain')
    .argument('<model>', 'what train has kept, or an .onnx file')
    .argument('<data>', 'rows to explain the answers to; - is standard input')
    .description('Say what the answers of a model rest on, for all rows or for one.')
  addExplainOptions(addModelOptions(addDataOptions(command)))
    .addHelpText('after', examples)
    .action(async (model: string, data: string, options: ExplainOptions) => {
      await explainFile(model, data, options, context)
      onExitCode(exitCodes.done)
    })
}

const addExplainOptions = (command: Command): Command =>
  command
    .option('--row <index>', 'explain the answer to one row', wholeNumber('--row', 0))
    .option(
      '--method <names>',
      `methods, with commas (default: ${usualMethods.join(',')})`,
      methodList,
    )
    .option('--class <name>', 'which class the words are about (default: the likeliest)')
    .option(
      '--rows <count>',
      'rows that contributions are averaged over',
      wholeNumber('--rows', 1),
      100,
    )
    .option(
      '--background <count>',
      'rows that stand in for what is absent',
      wholeNumber('--background', 1),
      30,
    )
    .option('--seed <number>', 'decides every draw', wholeNumber('--seed', 0), 0)
    .option('--out <file>', 'write a page with pictures')

const methodList = (text: string, before?: readonly string[]): string[] =>
  list(text, before).map(oneOf('--method', names))

async function explainFile(
  modelPath: string,
  dataPath: string,
  options: ExplainOptions,
  { streams, signal }: CommandContext,
): Promise<void> {
  const model = await readModel(modelPath, backendOf(options))
  const own = model.details?.preprocessing === undefined ? undefined : encodingOf(model)
  const { source, close } = await openData(dataPath, options, own?.format)
  try {
    const table = await readAll(source)
    const encoding = own ?? plainColumns(model, table.columns)
    const target = encoding.target
    const hasAnswers = target !== undefined && hasEvery(table, target.column)
    const rows = toNested(encodeFeatures(table, encoding)) as number[][]
    const targets = hasAnswers ? Array.from(encodeTable(table, encoding).y) : undefined
    const { background, seed } = options
    const subject = subjectOf(model, encoding, rows, { targets, background, seed })
    try {
      await explainSubject(subject, { modelPath, dataPath }, options, streams, signal)
    } finally {
      await subject.explained.dispose()
    }
  } finally {
    await close()
    await model.dispose()
  }
}

async function explainSubject(
  subject: ExplainedSubject,
  files: { readonly modelPath: string; readonly dataPath: string },
  options: ExplainOptions,
  { stdout, stderr }: Streams,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { row, method: methods = usualMethods, json, quiet, out } = options
  const output = outputOf(subject, options.class)
  const onStep = (step: string): void => {
    if (!quiet) stderr.write(`${step} …\n`)
  }
  if (row !== undefined) {
    requireRow(subject, row)
    const found = await explainRow(subject, row, { methods, output, signal, onStep })
    stdout.write(json ? show(found) : rowText(found, subject))
    if (out !== undefined) await writePage(out, reportHtml(rowPage(found, subject, files)))
  } else {
    const found = await overviewOf(subject, { methods, rows: options.rows, signal, onStep })
    stdout.write(json ? show(found) : overviewText(found, subject))
    if (out !== undefined) {
      await writePage(out, reportHtml(overviewPage(found, subject, output ?? 0, files)))
    }
  }
  if (out !== undefined && !quiet) stderr.write(`Wrote ${out}\n`)
}

const show = (found: object): string => `${JSON.stringify(found, null, 2)}\n`

const writePage = (path: string, html: string): Promise<void> => writeWhole(path, html)

/** Whether every row has a cell in a column. */
const hasEvery = ({ columns, rows }: Table, column: string): boolean => {
  const place = columns.indexOf(column)
  return place >= 0 && rows.every((cells) => cells[place] !== null && cells[place] !== '')
}

function requireRow({ rows }: ExplainedSubject, row: number): void {
  if (row < rows.length) return
  throw new DataError({
    where: '--row',
    problem: 'there is no such row',
    expected: `from 0 to ${rows.length - 1}`,
    received: String(row),
  })
}

function outputOf({ explained }: ExplainedSubject, name: string | undefined): number | undefined {
  if (name === undefined) return undefined
  const { outputNames } = explained
  if (outputNames.includes(name)) return outputNames.indexOf(name)
  throw new OptionError({
    where: '--class',
    problem: `the model has no '${name}'`,
    expected: outputNames.join(', '),
  })
}
