import type { Command } from 'commander'

/** A word that can be completed. */
export interface Word {
  readonly name: string
  readonly description: string
}

/** A command and what may follow it. */
export interface CommandWords extends Word {
  readonly options: readonly (Word & { readonly takesValue: boolean })[]
  /** Words that its argument may be; without any, it is a file. */
  readonly arguments: readonly string[]
}

/** The words of a program, taken from the program itself. */
export function vocabularyOf(program: Command): readonly CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [
      ...command.options.map((option) => ({
        name: option.long!,
        description: option.description,
        takesValue: option.required || option.optional,
      })),
      { name: '--help', description: 'show all options, with examples', takesValue: false },
    ],
    arguments: command.registeredArguments.flatMap(({ description }) =>
      /^[a-z]+(, [a-z]+)+$/.test(description) ? description.split(', ') : [],
    ),
  }))
}
