// A short run of the built `parallax compare`, in processes as users start it: a whole comparison,
// and one that is interrupted and goes on. Prints what it found and ends with 1 if it is wrong.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './processes.mjs'

const folder = mkdtempSync(join(tmpdir(), 'parallax-smoke-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const words = [
  '--tasks',
  'xor,moons,digits',
  '--seeds',
  '2',
  '--backends',
  'native',
  '--out',
  folder,
]
const first = await compare(words, { interruptAt: /moons on/ })
check(first.code === 130, `an interrupted comparison ends with 130, not ${first.code}`)
check(/Interrupted after \d of 6 runs/.test(first.stderr), 'it says how far it came')
check(readdirSync(folder).includes('runs.partial.jsonl'), 'what is done is kept')
check(results().complete === false, 'its results say that it is not complete')

const second = await compare(words, {})
check(second.code === 0, `the same command ends with 0, not ${second.code}`)
check(/Going on with an interrupted comparison/.test(second.stderr), 'it goes on')
check(results().complete && results().runs.length === 6, 'all runs are there')
check(!readdirSync(folder).includes('runs.partial.jsonl'), 'nothing is left half done')
console.log(second.stdout)

function compare(options, { interruptAt }) {
  const command = [join(root, 'apps/compare/dist/cli.js'), 'compare', ...options]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { stdout: '', stderr: '' }
  let isInterrupted = false
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (more) => {
      text[name] += more
      if (isInterrupted || !interruptAt?.test(text.stderr)) return
      isInterrupted = true
      child.kill('SIGINT')
    })
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...text })))
}

function results() {
  return JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'))
}

function check(isRight, what) {
  if (isRight) return
  console.error(`compare: expected that ${what}`)
  console.error(first.stderr)
  process.exit(1)
}
