// The one way in: `npm run compare`, `npm run parallax`, `npm test` and `npm run build` need only Node and npm,
// and bring everything else up to date themselves.
import { attached, CommandError } from './processes.mjs'
import { build, checkNode, install, installTensorflow } from './setup.mjs'
import { HELP, parseTestArguments, test } from './test.mjs'

const jobs = {
  async bench(words) {
    await install()
    await build()
    return attached([process.execPath, 'bench/bench.mjs', ...words])
  },
  async build() {
    await install()
    await build()
    return 0
  },
  async compare(words) {
    await install()
    await build()
    if (trainsOnTensorflow(words)) await tensorflowOrNote()
    return attached([process.execPath, 'apps/compare/dist/cli.js', 'compare', ...words])
  },
  parallax,
  async test(words) {
    const options = parseTestArguments(words)
    if (options.help) {
      console.log(HELP)
      return 0
    }
    return test(options.only)
  },
}

/** Whether a comparison with these words takes the backend tfjs. */
function trainsOnTensorflow(words) {
  if (words.some((word) => ['-h', '--help'].includes(word))) return false
  const given = /(?:^| )--backends[ =](\S*)/.exec(words.join(' '))
  return given === null || given[1].split(',').includes('tfjs')
}

/** What cannot be installed is told; a comparison then runs on TensorFlow.js, and says so. */
async function tensorflowOrNote() {
  try {
    await installTensorflow()
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    console.error(`parallax: ${error.message}`)
  }
}

async function parallax(words) {
  await install()
  await build()
  return attached([process.execPath, 'apps/compare/dist/cli.js', ...words])
}

checkNode()
const [name, ...words] = process.argv.slice(2)
if (!Object.hasOwn(jobs, name ?? '')) {
  console.error(`usage: node scripts/run.mjs ${Object.keys(jobs).join('|')} [words…]`)
  process.exit(2)
}
try {
  process.exitCode = await jobs[name](words)
} catch (error) {
  if (!(error instanceof CommandError)) throw error
  console.error(`parallax: ${error.message}`)
  process.exitCode = 1
}
