import { OptionError } from '@parallax-ml/core'
import { type Command, Option } from 'commander'
import { backends, type UsualBackends, usualBackends } from '../backends.js'
import { tasks } from '../tasks/index.js'
import { usualSeeds } from '../tasks/task.js'
import { checkAgreement } from './check-agreement.js'
import { type CompareTools, compare } from './compare.js'
import { parseEpochs, parseNames, parseSeeds } from './compare-options.js'

const examples = `
Examples:
  parallax compare --tasks iris --seeds 100     seeds 0 to 99
  parallax compare --tasks xor,iris --seeds 0,5,7
  parallax compare --epochs 20 --out trial      a quick look, results in trial/
  parallax compare --json --quiet > out.json    for other programs
  parallax compare --check                      do the backends agree, and how far
  parallax compare --check --seeds 3            the worst of seeds 0, 1 and 2

--check takes no scores: it holds answers, gradients, weights after 20 steps and explanations of every pair of
backends against each other and against float64, each beside its bound, and writes agreement.json and
agreement.html. It takes seed 0 where none are asked for.

Ctrl-C keeps what is done; the same command goes on from there.
Exit codes: 0 every run succeeded, 1 a run failed or a bound was passed, 2 the command line is wrong, 130 interrupted.`

interface RawOptions {
  readonly tasks?: string
  readonly backends?: string
  readonly seeds?: string
  readonly epochs?: string
  readonly out: string
  readonly fresh: boolean
  readonly json: boolean
  readonly quiet: boolean
  readonly check: boolean
  readonly write?: string
}

const namesOf = (things: readonly { readonly name: string }[]): string =>
  things.map(({ name }) => name).join(', ')

const unusual = tasks.flatMap((task) =>
  task.usualSeeds === undefined ? [] : [`${task.name} ${task.usualSeeds}`],
)

/** Adds the command `compare`, which reports its exit code. */
export function addCompare(
  program: Command,
  tools: CompareTools,
  onExitCode: (code: number) => void,
): void {
  program
    .command('compare')
    .description('Train tasks on backends from several seeds; print tables, write a report.')
    .option('--tasks <names>', `what to train, with commas: ${namesOf(tasks)} (default: all)`)
    .option(
      '--backends <names>',
      `what to train on: ${namesOf(backends)} (default: ${namesOf(usualBackends().backends)})`,
    )
    .option(
      '--seeds <seeds>',
      `how many, or which, with commas (default: ${[usualSeeds, ...unusual].join(', ')})`,
    )
    .option('--epochs <count>', "instead of each task's own number")
    .option('--out <folder>', 'where results and report go', 'parallax-results')
    .option('--fresh', 'do not go on with an interrupted comparison', false)
    .option('--json', 'print results.json instead of tables', false)
    .option('--quiet', 'no progress on stderr', false)
    .addOption(
      new Option('--check', 'hold the backends against each other instead')
        .default(false)
        .conflicts(['epochs', 'fresh']),
    )
    .option('--write <file>', 'with --check: a page in Markdown besides')
    .addHelpText('after', examples)
    .action(async (raw: RawOptions) => {
      const { out, fresh, json, quiet } = raw
      const chosen: UsualBackends =
        raw.backends === undefined
          ? usualBackends()
          : { backends: parseNames('--backends', raw.backends, backends) }
      const chosenTasks = parseNames('--tasks', raw.tasks, tasks)
      if (raw.check) {
        const { write } = raw
        const seeds = raw.seeds === undefined ? [0] : parseSeeds(raw.seeds)
        const check = { ...chosen, tasks: chosenTasks, seeds, out, json, quiet, write }
        return onExitCode(await checkAgreement(check, tools))
      }
      if (raw.write !== undefined) {
        const problem = 'only --check writes a page in Markdown'
        throw new OptionError({ where: '--write', problem, hint: 'Add --check, or leave it out.' })
      }
      const options = {
        ...chosen,
        tasks: chosenTasks,
        seeds: raw.seeds === undefined ? undefined : parseSeeds(raw.seeds),
        epochs: raw.epochs === undefined ? undefined : parseEpochs(raw.epochs),
      }
      onExitCode(await compare({ ...options, out, fresh, json, quiet }, tools))
    })
}
