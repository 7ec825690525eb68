import type { CommandWords } from './vocabulary.js'

/** A script for fish. */
export const fishScript = (commands: readonly CommandWords[]): string =>
  `# parallax completion for fish
${commands.map(lineOf).join('\n')}
complete -c parallax -n __fish_use_subcommand -f -a help -d 'show the help of a command'
${commands.flatMap(linesOf).join('\n')}
`

const lineOf = ({ name, description }: CommandWords): string =>
  `complete -c parallax -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`

function linesOf({ name, options, arguments: words }: CommandWords): string[] {
  const when = `complete -c parallax -n '__fish_seen_subcommand_from ${name}'`
  const flags = options.map(
    (option) =>
      `${when} -l ${option.name.slice(2)}${option.takesValue ? ' -r' : ''} -d ${quoted(option.description)}`,
  )
  return [...flags, ...(words.length === 0 ? [] : [`${when} -f -a '${words.join(' ')}'`])]
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`
