import { isParallaxError, version } from '@parallax-ml/core'
import { Command, CommanderError } from 'commander'
import pc from 'picocolors'
import { backends } from './backends.js'
import { compare } from './commands/compare.js'
import { parseEpochs, parseNames, parseSeeds } from './commands/compare-options.js'
import { commands } from './commands/index.js'
import type { Streams } from './streams.js'
import { tasks } from './tasks/index.js'

const usageError = 2
const byDefault = tasks.filter(({ onlyIfNamed }) => !onlyIfNamed)
const onlyIfNamed = tasks.filter((task) => task.onlyIfNamed)
const listOf = (things: readonly { readonly name: string }[]): string =>
  things.map(({ name }) => name).join(', ')

const examples = {
  parallax: `
Examples:
  parallax train flowers.csv                    a network for a table; predicts the last column
  parallax predict flowers.safetensors new.csv  what it says of other rows
  parallax doctor                               which backends run here
  parallax compare                              every quick task on every backend, ten seeds
  parallax compare --tasks xor --seeds 3        one task, seeds 0, 1 and 2
  parallax help compare                         all options, with more examples`,
  compare: `
Examples:
  parallax compare --tasks iris --seeds 100     seeds 0 to 99
  parallax compare --tasks xor,iris --seeds 0,5,7
  parallax compare --epochs 20 --out trial      a quick look, results in trial/
  parallax compare --json --quiet > out.json    for other programs

Exit codes: 0 every run succeeded, 1 a run failed, 2 the command line is wrong.`,
}

interface RawCompareOptions {
  readonly tasks?: string
  readonly backends?: string
  readonly seeds: string
  readonly epochs?: string
  readonly out: string
  readonly json: boolean
  readonly quiet: boolean
}

/** What the command line needs besides its words. */
export interface Surroundings {
  /** Ends commands early; what is done is kept. */
  readonly signal?: AbortSignal
}

/** Runs the command line `words`; resolves to the exit code and never rejects. */
export async function main(
  words: readonly string[],
  streams: Streams,
  { signal }: Surroundings = {},
): Promise<number> {
  let exitCode = 0
  const program = createProgram(streams, async (raw) => {
    const { epochs, out, json, quiet } = raw
    const options = {
      tasks: raw.tasks === undefined ? byDefault : parseNames('--tasks', raw.tasks, tasks),
      backends: parseNames('--backends', raw.backends, backends),
      seeds: parseSeeds(raw.seeds),
      epochs: epochs === undefined ? undefined : parseEpochs(epochs),
    }
    exitCode = await compare({ ...options, out, json, quiet }, streams)
  })
  for (const add of commands) {
    add(program, { streams, signal }, (code) => {
      exitCode = code
    })
  }
  try {
    await program.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (error) {
    // Commander has already said what is wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageError
    return complain(error, streams)
  }
}

function createProgram(
  { stdout, stderr }: Streams,
  onCompare: (options: RawCompareOptions) => Promise<void>,
): Command {
  const program = new Command('parallax')
    .description('Trains neural networks on tables, and compares backends.')
    .version(version)
    .addHelpText('after', examples.parallax)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })
  program
    .command('compare')
    .description('Train tasks on backends from several seeds; print tables, write a report.')
    .option(
      '--tasks <names>',
      `what to train, with commas: ${listOf(tasks)} (default: all but ${listOf(onlyIfNamed)})`,
    )
    .option('--backends <names>', `what to train on: ${listOf(backends)} (default: all)`)
    .option('--seeds <seeds>', 'how many, or which, with commas', '10')
    .option('--epochs <count>', "instead of each task's own number")
    .option('--out <folder>', 'where results.json and report.html go', 'parallax-results')
    .option('--json', 'print results.json instead of tables', false)
    .option('--quiet', 'no progress on stderr', false)
    .addHelpText('after', examples.compare)
    .action(onCompare)
  return program
}

function complain(error: unknown, { stderr }: Streams): number {
  const { red } = pc.createColors(stderr.isTTY === true && process.env.NO_COLOR === undefined)
  const isExpected = isParallaxError(error)
  const text = isExpected || !(error instanceof Error) ? String(Object(error).message) : error.stack
  stderr.write(`${red('error:')} ${text}\n`)
  return isExpected && error.code === 'INVALID_OPTION' ? usageError : 1
}
