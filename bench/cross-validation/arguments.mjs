import { parseArgs } from 'node:util'
import { contestants } from './contestants.mjs'

const known = contestants.map(({ name }) => name)
const help = `usage: node bench/cross-validation.mjs [--tasks ${known.join(',')}] [--seeds 5] [--first 0] [--folds 5]

  --tasks  which tasks; all if not given
  --seeds  how many seeds; each decides the folds, the first weights and the order of rows
           (if not given, ${contestants.map(({ name, seeds }) => `${name} ${seeds}`).join(', ')})
  --first  the first seed (the settings were chosen on the seeds from 1000)
  --folds  how many folds

Run it after a build (npm run build). Exit code 1 if a mean is below the target of its task:
${contestants.map(({ name, target }) => `${name} ${target}`).join(', ')}.`

/** The command line; ends the process where it asks for help or is wrong. */
export function readArguments() {
  try {
    const text = (value) => ({ type: 'string', ...(value === undefined ? {} : { default: value }) })
    const { values } = parseArgs({
      options: {
        tasks: text(known.join(',')),
        seeds: text(),
        first: text('0'),
        folds: text('5'),
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      console.log(help)
      process.exit(0)
    }
    const number = (name, least) => wholeNumber(values, name, least)
    return {
      chosen: values.tasks.split(',').map(contestant),
      seeds: values.seeds === undefined ? undefined : number('seeds', 1),
      first: number('first', 0),
      folds: number('folds', 2),
    }
  } catch (error) {
    console.error(`${error.message}\n\n${help}`)
    process.exit(2)
  }
}

function contestant(word) {
  const found = contestants.find(({ name }) => name === word.trim())
  if (found !== undefined) return found
  throw new Error(`--tasks: unknown name '${word.trim()}'. Known: ${known.join(', ')}.`)
}

function wholeNumber(values, name, least) {
  const value = Number(values[name])
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new Error(`--${name} takes a whole number of at least ${least}, not '${values[name]}'`)
}
