import { completionScripts, type Shell } from '../completion/index.js'
import { vocabularyOf } from '../completion/vocabulary.js'
import { type AddCommand, exitCodes, exitCodesHelp } from './command.js'
import { oneOf } from './option-values.js'

const examples = `
Examples:
  bash   echo 'source <(parallax completion bash)' >> ~/.bashrc
  zsh    echo 'source <(parallax completion zsh)' >> ~/.zshrc      (behind compinit)
  fish   parallax completion fish > ~/.config/fish/completions/parallax.fish

${exitCodesHelp}`

const shells = Object.keys(completionScripts) as Shell[]

/** Adds the command `completion`. */
export const addCompletion: AddCommand = (program, { streams: { stdout } }, onExitCode) => {
  program
    .command('completion')
    .argument('<shell>', shells.join(', '), oneOf('completion', shells))
    .description('Print a script that completes commands, options and files with the tab key.')
    .addHelpText('after', examples)
    .action((shell: Shell) => {
      stdout.write(completionScripts[shell](vocabularyOf(program)))
      onExitCode(exitCodes.done)
    })
}
