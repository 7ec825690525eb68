import type { CommandWords, Word } from './vocabulary.js'

/** A script for zsh, to be sourced behind compinit. */
export const zshScript = (
  commands: readonly CommandWords[],
): string => `# parallax completion for zsh
_parallax() {
  if (( CURRENT == 2 )); then
    local -a commands=(
${commands.map((command) => `      ${described(command)}`).join('\n')}
      'help:show the help of a command'
    )
    _describe 'command' commands
    return
  fi
  case "$words[2]" in
${commands.map(caseOf).join('\n')}
  help) compadd -- ${commands.map(({ name }) => name).join(' ')} ;;
  esac
}
compdef _parallax parallax
`

function caseOf({ name, options, arguments: words }: CommandWords): string {
  const flags = options.map(
    (option) =>
      `'${option.name}[${bracketed(option.description)}]${option.takesValue ? ':value:_files' : ''}'`,
  )
  const rest = words.length === 0 ? "'*:file:_files'" : `'*:what:(${words.join(' ')})'`
  return `  ${name}) shift words; (( CURRENT-- )); _arguments ${[...flags, rest].join(' ')} ;;`
}

const described = ({ name, description }: Word): string =>
  `'${name}:${description.replaceAll("'", "'\\''").replaceAll(':', '\\:')}'`

/** Inside brackets and quotes. */
const bracketed = (text: string): string => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&')
