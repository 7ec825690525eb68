import type { CommandWords } from './vocabulary.js'

/** A script for bash 3 and newer: commands first, then options, and files everywhere else. */
export const bashScript = (
  commands: readonly CommandWords[],
): string => `# parallax completion for bash
_parallax() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${[...commands.map(({ name }) => name), 'help', '--help', '--version'].join(' ')}"
  else
    case "\${COMP_WORDS[1]}" in
${commands.map(caseOf).join('\n')}
    help) words="${commands.map(({ name }) => name).join(' ')}" ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _parallax parallax
`

function caseOf({ name, options, arguments: words }: CommandWords): string {
  const flags = options.map((option) => option.name).join(' ')
  const wanted =
    words.length === 0
      ? `[[ "$current" == -* ]] && words="${flags}"`
      : `words="${[...words, ...options.map((option) => option.name)].join(' ')}"`
  return `    ${name}) ${wanted} ;;`
}
