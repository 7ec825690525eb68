import { isParallaxError, version } from '@parallax-ml/core'
import { Command, CommanderError } from 'commander'
import pc from 'picocolors'
import { addCompare } from './commands/compare-command.js'
import { commands } from './commands/index.js'
import { inChildProcesses } from './runs/child-process.js'
import type { OpenWorker } from './runs/job.js'
import type { Streams } from './streams.js'

const usageError = 2

const examples = `
Examples:
  parallax train flowers.csv                    a network for a table; predicts the last column
  parallax predict flowers.safetensors new.csv  what it says of other rows
  parallax doctor                               which backends run here
  parallax compare                              every task on every backend, ten seeds
  parallax compare --tasks xor --seeds 3        one task, seeds 0, 1 and 2
  parallax help compare                         all options, with more examples`

/** What the command line needs besides its words. */
export interface Surroundings {
  /** Who makes the runs of `compare`. Default: child processes. */
  readonly open?: OpenWorker
  /** Ends commands early; what is done is kept. */
  readonly signal?: AbortSignal
}

/** Runs the command line `words`; resolves to the exit code and never rejects. */
export async function main(
  words: readonly string[],
  streams: Streams,
  surroundings: Surroundings = {},
): Promise<number> {
  let exitCode = 0
  const { open = inChildProcesses(new URL('runs/worker.js', import.meta.url)), signal } =
    surroundings
  const program = createProgram(streams)
  addCompare(program, { streams, open, signal }, (code) => {
    exitCode = code
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

const createProgram = ({ stdout, stderr }: Streams): Command =>
  new Command('parallax')
    .description('Trains neural networks on tables, and compares backends.')
    .version(version)
    .addHelpText('after', examples)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })

function complain(error: unknown, { stderr }: Streams): number {
  const { red } = pc.createColors(stderr.isTTY === true && process.env.NO_COLOR === undefined)
  const isExpected = isParallaxError(error)
  const text = isExpected || !(error instanceof Error) ? String(Object(error).message) : error.stack
  stderr.write(`${red('error:')} ${text}\n`)
  return isExpected && error.code === 'INVALID_OPTION' ? usageError : 1
}
