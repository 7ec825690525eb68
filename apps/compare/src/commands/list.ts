import { OptionError, suggest } from '@parallax-ml/core'
import * as datasets from '@parallax-ml/datasets'
import { backends } from '../backends.js'
import { tasks } from '../tasks/index.js'
import { textTable } from '../text-table.js'
import { type AddCommand, exitCodes, exitCodesHelp } from './command.js'

/** A thing that commands can be told to use. */
interface Listed {
  readonly name: string
  readonly description: string
}

/** What can be listed; made when it is asked for. */
const kinds: Readonly<Record<string, () => Listed[]>> = {
  tasks: () => tasks.map(({ name, description }) => ({ name, description })),
  backends: () =>
    backends.map(({ name }) => ({ name, description: 'see parallax doctor for what runs here' })),
  datasets: () =>
    [
      datasets.xor(),
      datasets.iris(),
      datasets.wine(),
      datasets.breastCancer(),
      datasets.digits(),
    ].map(({ name, x, featureNames, classNames, licence }) => ({
      name,
      description: `${x.length} rows, ${featureNames.length} features, ${classNames.length} classes; ${licence}`,
    })),
}

const examples = `
Examples:
  parallax list                 everything
  parallax list tasks           what compare trains
  parallax list --json

${exitCodesHelp}`

/** Adds the command `list`. */
export const addList: AddCommand = (program, { streams: { stdout } }, onExitCode) => {
  const names = Object.keys(kinds)
  program
    .command('list')
    .argument('[what]', names.join(', '))
    .description('List tasks, backends and data sets.')
    .option('--json', 'print names and descriptions as JSON', false)
    .addHelpText('after', examples)
    .action((what: string | undefined, { json }: { json: boolean }) => {
      if (what !== undefined && !names.includes(what)) {
        throw new OptionError({
          where: 'list',
          problem: `there is nothing called '${what}' to list`,
          hint: suggest(what, names),
        })
      }
      const wanted = Object.entries(kinds).filter(([name]) => what === undefined || name === what)
      const listed = wanted.map(([name, make]) => [name, make()] as const)
      stdout.write(
        json ? `${JSON.stringify(Object.fromEntries(listed), null, 2)}\n` : textOf(listed),
      )
      onExitCode(exitCodes.done)
    })
}

const textOf = (listed: readonly (readonly [string, Listed[]])[]): string =>
  listed
    .map(([name, things]) => {
      const rows = things.map((thing) => [`  ${thing.name}`, gist(thing.description)])
      return `${name}\n${textTable(rows)}\n`
    })
    .join('\n')

/** Up to the first colon, which the details follow. */
const gist = (text: string): string => text.split(': ')[0]!
