// The checks that take too long for `npm test`, one after the other, and the README's table of what they prove.
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { machine } from './machine.mjs'
import { writeProof } from './nightly/proof.mjs'
import { steps } from './nightly/steps.mjs'
import { root, toolEnvironment } from './processes.mjs'
import { build, checkNode, install, installTensorflow } from './setup.mjs'

const HELP = `usage: npm run nightly -- [options]

Runs what takes too long for npm test, and prints the figure of each. What a step prints goes to
parallax-results/nightly/STEP.log.

  --only step,…   only these steps
  --write         put the figures, the day and the machine into docs/proof.json and the README's table,
                  after every step
  --list          list the steps, run none
  --help          show this text

${steps.map(({ name, command }) => `  ${name.padEnd(14)} ${command}`).join('\n')}

Ends with 1 if a step fails.`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const names = values.only?.split(',') ?? steps.map(({ name }) => name)
const unknown = names.filter((name) => !steps.some((step) => step.name === name))
if (values.help || values.list || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no step ${unknown.join(', ')}.\n`)
  console.log(HELP)
  process.exit(unknown.length > 0 ? 2 : 0)
}
checkNode()
await install()
await build()
await installTensorflow()
const folder = join(root, 'parallax-results', 'nightly')
mkdirSync(folder, { recursive: true })
for (const step of steps.filter(({ name }) => names.includes(name))) {
  const result = await runStep(step)
  if (!result.isProven) process.exitCode = 1
  if (values.write) writeProof({ [step.name]: result })
}

async function runStep({ name, command }) {
  const log = join(folder, `${name}.log`)
  process.stderr.write(`parallax: ${command} …\n`)
  const started = performance.now()
  const { code, lastLine } = await logged(command, log)
  const [figure, took] = lastLine.split(/ \[took (\d+) s\]$/)
  const seconds = took ?? Math.round((performance.now() - started) / 100) / 10
  const isProven = code === 0
  console.log(`${name}: ${isProven ? '' : `FAILED (${relative(root, log)}): `}${figure}`)
  const day = new Date().toISOString().slice(0, 10)
  return { figure, isProven, seconds: Number(seconds), day, machine: machine() }
}

/** Runs a command with all that it prints in a file; resolves to its code and the last line of its output. */
function logged(command, log) {
  const file = createWriteStream(log)
  const [program, ...words] = command.split(' ')
  const child = spawn(program === 'node' ? process.execPath : program, words, {
    cwd: root,
    env: toolEnvironment(),
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output = (output + text).slice(-10_000)
    file.write(text)
  })
  child.stderr.on('data', (data) => file.write(data))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      file.end()
      resolve({ code, lastLine: output.trim().split('\n').at(-1) })
    })
  })
}
