import { rm } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { FitResult } from '@parallax-ml/core'
import { checkpointDirectory, progressLine, writeModel } from '@parallax-ml/core/node'
import { backends } from '../backends.js'
import { openData } from '../data/open-data.js'
import { showDuration } from '../format.js'
import { sentenceOf, verdictOf } from '../training/judgement.js'
import { type TrainedFile, trainFile } from '../training/train-file.js'
import { type AddCommand, type CommandContext, exitCodes, exitCodesHelp } from './command.js'
import { addTrainOptions, prepareOptionsOf, type TrainOptions } from './train-options.js'

const examples = `
Examples:
  parallax train flowers.csv                         predict the last column
  parallax train houses.csv --target price           a number: a regression
  parallax train visits.csv --target returned --ignore id --group patient
  parallax train preise.csv --decimal , --missing k.A.
  parallax train houses.csv --spec network.json --epochs 50 --out houses.safetensors

Ctrl-C keeps the model as it is by then; the same command goes on from there.
${exitCodesHelp}`

/** Adds the command `train`. */
export const addTrain: AddCommand = (program, context, onExitCode) => {
  const command = program
    .command('train')
    .argument('<data>', 'CSV, TSV, JSON or JSON lines; - is standard input')
    .description('Train a network on a table; keep it, with all that it needs, in one file.')
  const names = backends.map(({ name }) => name)
  addTrainOptions(command, names)
    .addHelpText('after', examples)
    .action(async (data: string, options: TrainOptions) => {
      onExitCode(await train(data, options, context))
    })
}

async function train(
  path: string,
  options: TrainOptions,
  { streams, signal }: CommandContext,
): Promise<number> {
  const { stdout, stderr } = streams
  const say = (text: string): void => {
    if (!options.quiet) stderr.write(`${text}\n`)
  }
  const { source, close } = await openData(path, options)
  const file =
    options.out ?? `${path === '-' ? 'model' : basename(path, extname(path))}.safetensors`
  const checkpoints = `${file}.checkpoints`
  if (options.fresh) await rm(checkpoints, { recursive: true, force: true })
  try {
    const trained = await trainFile(source, {
      prepare: prepareOptionsOf(options, source.columns),
      settings: {
        epochs: options.epochs,
        batchSize: options.batchSize,
        learningRate: options.learningRate,
      },
      spec: options.spec,
      backend: backends.find(({ name }) => name === options.backend)!,
      checkpoints: checkpointDirectory(checkpoints),
      signal,
      callbacks: options.quiet ? [] : [progressLine(stderr)],
      say,
    })
    const { stopped, model, timing } = trained.run
    if (stopped.reason === 'nonFiniteLoss') {
      stderr.write(`${stopped.message}\n`)
      return exitCodes.failed
    }
    say(`${stopped.message} Trained for ${showDuration(timing.trainMs)}.`)
    await writeModel(file, model)
    stdout.write(options.json ? jsonOf(trained, file) : textOf(trained, file, path))
    if (stopped.reason === 'aborted') {
      say('The same command goes on from here.')
      return exitCodes.interrupted
    }
    await rm(checkpoints, { recursive: true, force: true })
    return exitCodes.done
  } finally {
    await close()
  }
}

function textOf({ judgement, run }: TrainedFile, file: string, data: string): string {
  const verdict = judgement && verdictOf(judgement)
  const lines = [
    ...(judgement
      ? [`On ${judgement.rows} rows held back: ${sentenceOf(judgement)}.`]
      : [
          `Loss on the rows trained on: ${run.history.loss?.at(-1)?.toPrecision(4) ?? 'none yet'}.`,
        ]),
    ...(verdict === undefined ? [] : [verdict]),
    `Kept in ${file}. Go on with:`,
    `  parallax predict ${file} ${data}`,
    `  parallax summary ${file}`,
  ]
  return `${lines.join('\n')}\n`
}

function jsonOf({ run, prepared, settings, judgement }: TrainedFile, file: string): string {
  const { encoding, counts, notes } = prepared
  const { model, stopped, timing, backend }: FitResult = run
  const result = {
    model: file,
    target: encoding.target,
    rows: counts,
    ignored: encoding.ignored,
    notes,
    spec: model.spec,
    settings,
    stopped,
    timing,
    backend,
    judgement,
  }
  return `${JSON.stringify(result, null, 2)}\n`
}
