import type { Command } from 'commander'
import type { Streams } from '../streams.js'

/** What a command works with. */
export interface CommandContext {
  readonly streams: Streams
  /** Ends a command early; what is done is kept. */
  readonly signal: AbortSignal | undefined
}

/** Adds a command to the program; the command reports its exit code. */
export type AddCommand = (
  program: Command,
  context: CommandContext,
  onExitCode: (code: number) => void,
) => void

/** What every command ends with; see the table in the README. */
export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** The last line of every command's help. */
export const exitCodesHelp =
  'Exit codes: 0 done, 1 something failed, 2 the command line is wrong, 130 interrupted.'
