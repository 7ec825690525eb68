import { parseArgs } from 'node:util'
import { contestants } from '../cross-validation/contestants.mjs'
import { backendNames } from './backends.mjs'

const usual = { backends: 'native,onnx,tfjs', tasks: 'iris,wine,breast-cancer' }
const taskNames = contestants.map(({ name }) => name)

const help = `usage: node bench/equivalence.mjs [--seeds 30] [--backends ${usual.backends}] [--tasks ${usual.tasks}]
                                  [--margin 0.01] [--json FILE]

  --seeds     how many each backend gets; all are different, so no two backends share a split or a start
  --backends  two or more of ${backendNames.join(', ')}
  --tasks     of ${taskNames.join(', ')}
  --margin    the difference of accuracies from which on backends count as different
  --json      a file that gets all accuracies and figures

Run it after a build (npm run build). Exit code 1 if two backends are not shown to be equally accurate.`

/** The command line; ends the process where it asks for help or is wrong. */
export function readArguments() {
  try {
    const text = (value) => ({ type: 'string', ...(value === undefined ? {} : { default: value }) })
    const { values } = parseArgs({
      options: {
        seeds: text('30'),
        backends: text(usual.backends),
        tasks: text(usual.tasks),
        margin: text('0.01'),
        json: text(),
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      console.log(help)
      process.exit(0)
    }
    const backends = namesOf('backends', values.backends, backendNames)
    if (backends.length < 2) throw new Error('--backends takes at least two names')
    const number = (name, holds, expected) => {
      const value = Number(values[name])
      if (holds(value)) return value
      throw new Error(`--${name} takes ${expected}, not '${values[name]}'`)
    }
    return {
      backends,
      tasks: namesOf('tasks', values.tasks, taskNames),
      seeds: number('seeds', (n) => Number.isSafeInteger(n) && n > 1, 'a whole number from 2 on'),
      margin: number('margin', (share) => share > 0 && share < 1, 'a number between 0 and 1'),
      json: values.json,
    }
  } catch (error) {
    console.error(`${error.message}\n\n${help}`)
    process.exit(2)
  }
}

function namesOf(option, text, known) {
  const names = text.split(',').map((word) => word.trim())
  for (const [i, name] of names.entries()) {
    if (!known.includes(name)) {
      throw new Error(`--${option}: unknown name '${name}'. Known: ${known.join(', ')}.`)
    }
    if (names.indexOf(name) !== i) throw new Error(`--${option}: ${name} is named twice`)
  }
  return names
}
