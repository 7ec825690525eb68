import type { Command } from 'commander'
import { addDataOptions, type DataOptions } from '../data/data-options.js'
import type { PrepareOptions } from '../training/prepare-data.js'
import { list, oneOf, positiveNumber, share, wholeNumber } from './option-values.js'

/** What the command line of `train` says. */
export interface TrainOptions extends DataOptions {
  readonly target?: string
  readonly task?: 'classification' | 'regression'
  readonly categories?: string[]
  readonly ignore?: string[]
  readonly unknown: 'error' | 'zeros'
  readonly testShare?: number
  readonly ordered: boolean
  readonly group?: string
  readonly spec?: string
  readonly epochs?: number
  readonly batchSize?: number
  readonly learningRate?: number
  readonly seed: number
  readonly backend: string
  readonly out?: string
  readonly fresh: boolean
  readonly json: boolean
  readonly quiet: boolean
}

/** How the data of a command line are prepared; without a target, the last column is it. */
export const prepareOptionsOf = (
  options: Omit<TrainOptions, 'out' | 'fresh'>,
  columns: readonly string[],
): PrepareOptions => ({
  target: options.target ?? columns.at(-1)!,
  task: options.task,
  categories: options.categories ?? [],
  ignore: options.ignore ?? [],
  unknown: options.unknown,
  testShare: options.testShare,
  ordered: options.ordered,
  group: options.group,
  seed: options.seed,
})

/** Adds the options that say how a network is trained on a table. */
export function addTrainingOptions(command: Command, backends: readonly string[]): Command {
  return addDataOptions(
    command
      .option('--target <column>', 'the column to predict (default: the last)')
      .option(
        '--task <kind>',
        'classification or regression (default: by the target)',
        oneOf('--task', ['classification', 'regression']),
      )
      .option('--categories <columns>', 'columns of codes that are no numbers, such as zip', list)
      .option('--ignore <columns>', 'columns to leave out, such as id', list)
      .option(
        '--unknown <what>',
        'categories met only later: zeros (none of the known) or error',
        oneOf('--unknown', ['zeros', 'error']),
        'zeros',
      )
      .option(
        '--test-share <share>',
        'share of the rows held back to judge (default: 0.2)',
        share('--test-share'),
      )
      .option('--ordered', 'hold back the last rows, not random ones', false)
      .option('--group <column>', 'hold back whole groups, such as all rows of a patient')
      .option('--spec <file>', 'the network, as JSON (default: chosen by the data)')
      .option('--epochs <count>', 'at most (default: 200)', wholeNumber('--epochs', 1))
      .option('--batch-size <rows>', 'rows a step', wholeNumber('--batch-size', 1))
      .option(
        '--learning-rate <rate>',
        'of AdamW (default: 0.003)',
        positiveNumber('--learning-rate'),
      )
      .option('--seed <seed>', 'decides everything random', wholeNumber('--seed', 0), 0)
      .option(
        '--backend <name>',
        `what trains: ${backends.join(', ')}`,
        oneOf('--backend', backends),
        backends[0],
      )
      .option('--json', 'print the result as JSON', false)
      .option('--quiet', 'only the result, no words on stderr', false),
  )
}

/** Adds the options of `train`. */
export const addTrainOptions = (command: Command, backends: readonly string[]): Command =>
  addTrainingOptions(
    command
      .option('--out <file>', 'where the model goes (default: <data>.safetensors)')
      .option('--fresh', 'do not go on with an interrupted run', false),
    backends,
  )
