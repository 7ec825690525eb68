import {
  checks,
  type Diagnosis,
  type DiagnosisProgress,
  diagnose,
  remedies,
} from '@parallax-ml/diagnose'
import { reportHtml } from '@parallax-ml/report'
import { backends } from '../backends.js'
import { openData } from '../data/open-data.js'
import { diagnosisPage } from '../diagnosing/page.js'
import { type Patient, patientOfTable, patientOfTask } from '../diagnosing/patient.js'
import { diagnosisText } from '../diagnosing/texts.js'
import type { Output } from '../streams.js'
import { tasks } from '../tasks/index.js'
import { prepareData } from '../training/prepare-data.js'
import { settingsFor } from '../training/settings.js'
import { chooseSpec } from '../training/train-file.js'
import { writeWhole } from '../write-whole.js'
import { type AddCommand, type CommandContext, exitCodes, exitCodesHelp } from './command.js'
import { list, oneOf, wholeNumber } from './option-values.js'
import { addTrainingOptions, prepareOptionsOf, type TrainOptions } from './train-options.js'

const checkNames = checks.map(({ id }) => id)
const remedyNames = remedies.map(({ name }) => name)
const taskNames = tasks.map(({ name }) => name)

const examples = `
Checks:
${checks.map(({ id, question }) => `  ${id.padEnd(28)}${question}`).join('\n')}

Remedies:
${remedies.map(({ name, title }) => `  ${name.padEnd(28)}${title}`).join('\n')}

Examples:
  parallax diagnose flowers.csv                        what is wrong with the network that train would make
  parallax diagnose flowers.csv --fix --out why.html   and what helps; with pictures
  parallax diagnose houses.csv --spec network.json --epochs 300 --target price
  parallax diagnose xor-article --fix                  a task of compare: ${taskNames.join(', ')}

The network is trained many times; nothing is written but the page that --out names.
${exitCodesHelp}`

interface DiagnoseCommandOptions extends Omit<TrainOptions, 'out' | 'fresh'> {
  readonly fix: boolean
  readonly check?: readonly string[]
  readonly remedy?: readonly string[]
  readonly repeats: number
  readonly against?: readonly string[]
  readonly out?: string
}

/** Adds the command `diagnose`. */
export const addDiagnose: AddCommand = (program, context, onExitCode) => {
  const names = backends.map(({ name }) => name)
  const command = program
    .command('diagnose')
    .argument('<data>', 'a table, as train takes it, or the name of a task of compare')
    .description('Find what is wrong with a network and its data, and try what may mend it.')
    .option('--fix', 'try the remedies of what is found', false)
    .option('--remedy <names>', 'try these remedies, with commas', namesOf('--remedy', remedyNames))
    .option(
      '--check <names>',
      'make these checks only, with commas',
      namesOf('--check', checkNames),
    )
    .option(
      '--repeats <count>',
      'how often rows are divided anew for cross-validation',
      wholeNumber('--repeats', 1),
      2,
    )
    .option(
      '--against <names>',
      'backends that must give the same answers',
      namesOf('--against', names),
    )
  addTrainingOptions(command, names)
    .option('--out <file>', 'write a page with pictures')
    .addHelpText('after', examples)
    .action(async (data: string, options: DiagnoseCommandOptions) => {
      onExitCode(await run(data, options, context))
    })
}

const namesOf =
  (option: string, known: readonly string[]) => (text: string, before?: readonly string[]) =>
    list(text, before).map(oneOf(option, known))

async function run(
  data: string,
  options: DiagnoseCommandOptions,
  { streams: { stdout, stderr }, signal }: CommandContext,
): Promise<number> {
  const patient = await patientOf(data, options)
  const progress = progressLine(stderr, options.quiet)
  const named = (name: string) => backends.find((backend) => backend.name === name)!
  const found = await diagnose(patient.recipe, patient.data, {
    backend: named(options.backend),
    seed: options.seed,
    repeats: options.repeats,
    fix: options.remedy ?? options.fix,
    ...(options.check && { checks: options.check }),
    ...(options.against && { backends: options.against.map(named) }),
    ...(signal && { signal }),
    onProgress: progress.report,
  })
  progress.clear()
  stdout.write(
    options.json ? `${JSON.stringify(found, null, 2)}\n` : diagnosisText(patient.name, found),
  )
  if (options.out !== undefined) await writePage(options.out, patient, found)
  if (options.out !== undefined && !options.quiet) stderr.write(`Wrote ${options.out}\n`)
  return found.complete ? exitCodes.done : exitCodes.interrupted
}

const writePage = (path: string, { name }: Patient, found: Diagnosis): Promise<void> =>
  writeWhole(path, reportHtml(diagnosisPage(name, found)))

async function patientOf(data: string, options: DiagnoseCommandOptions): Promise<Patient> {
  const task = tasks.find(({ name }) => name === data)
  if (task !== undefined) return patientOfTask(task, options.seed)
  const { source, close } = await openData(data, options)
  try {
    const prepared = await prepareData(source, prepareOptionsOf(options, source.columns))
    const { spec } = await chooseSpec(prepared, options.spec)
    const { epochs, batchSize, learningRate } = options
    const settings = settingsFor(prepared.encoding, spec, prepared.counts.train, {
      epochs,
      batchSize,
      learningRate,
    })
    return patientOfTable(data, prepared, spec, settings)
  } finally {
    await close()
  }
}

/** On a terminal one line that changes; elsewhere one line for each check. */
function progressLine(output: Output, quiet: boolean) {
  const erase = output.isTTY ? '\r\u001b[K' : ''
  return {
    report({ at, done, total, trainings }: DiagnosisProgress) {
      if (quiet) return
      output.write(
        `${erase}${done + 1}/${total} ${at} (${trainings} trainings)${output.isTTY ? '' : '\n'}`,
      )
    },
    clear: () => output.write(quiet ? '' : erase),
  }
}
