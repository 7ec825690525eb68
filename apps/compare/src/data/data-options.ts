import type { Command } from 'commander'
import { list, oneOf } from '../commands/option-values.js'

/** How a file of data is to be read, as the command line has it. */
export interface DataOptions {
  readonly delimiter?: string
  readonly decimal?: '.' | ','
  readonly missing?: readonly string[]
  readonly present?: readonly string[]
  readonly encoding?: string
  readonly columns?: readonly string[]
}

/** Adds the options that say how a file of data is to be read. */
export const addDataOptions = (command: Command): Command =>
  command
    .option('--delimiter <character>', 'what divides fields (default: found)', delimiter)
    .option('--decimal <sign>', "decimal sign, '.' or ','", oneOf('--decimal', ['.', ',']))
    .option(
      '--missing <texts>',
      'texts that stand for a missing value, besides NA, ? and the like',
      list,
    )
    .option('--present <texts>', 'usual texts that are values here, as NA is Namibia', list)
    .option('--encoding <name>', 'of the text, such as windows-1252 (default: utf-8)')
    .option('--columns <names>', 'names of the columns, for files without a line of names', list)

const delimiter = (text: string): string => (text === '\\t' || text === 'tab' ? '\t' : text)
