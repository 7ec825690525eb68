// Long and rough: a million steps, hundreds of sessions, trainings ended at random moments, several at once, worker
// threads, misuse. What memory, handles, files and threads are at the start, in the middle and at the end.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isTfjsInstalled } from '@parallax-ml/backend-tfjs/install'
import { backendNames } from './rough/backends.mjs'
import { parts } from './rough/parts.mjs'

const { values } = parseArgs({
  options: {
    backends: { type: 'string' },
    parts: { type: 'string', default: Object.keys(parts).join() },
    quick: { type: 'boolean', default: false },
    steps: { type: 'string' },
    cycles: { type: 'string' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
})
const help = `usage: node bench/rough.mjs [--backends ${backendNames}] [--parts ${Object.keys(parts)}]
                           [--quick] [--steps 1000000] [--cycles 500] [--seed 1] [--json FILE]

Prints a table of what was found, beside its bound, and ends with 1 if something is beyond. Every part runs in a
process of its own on every backend. --quick is short (a minute or so), and leaves out the part training. Run it
after a build (npm run build).`

const usual = backendNames.filter((name) => name !== 'tfjs' || isTfjsInstalled() || process.env.CI)
const names = values.backends?.split(',') ?? usual
const asked = values.parts.split(',').filter((part) => !values.quick || part !== 'training')
const isKnown =
  names.every((name) => backendNames.includes(name)) && asked.every((part) => part in parts)
if (values.help || !isKnown) {
  console.log(help)
  process.exit(values.help ? 0 : 2)
}

if (!values.backends && !usual.includes('tfjs')) {
  console.log('tfjs is left out: TensorFlow is not installed (`parallax doctor --fix tfjs`).')
}
const many = (whole, quick) => (values.quick ? quick : whole)
const options = {
  names,
  quick: values.quick,
  seed: Number(values.seed),
  steps: Number(values.steps ?? 1_000_000),
  middleSteps: Number(values.steps ?? 1_000_000) / 50,
  cycles: Number(values.cycles ?? many(500, 30)),
  aborts: many(200, 16),
  terminations: many(50, 4),
}

/** The rows of a part on a backend. Its process writes temporary files into a folder of its own. */
async function run(part, name) {
  const folder = mkdtempSync(join(tmpdir(), 'parallax-rough-'))
  const child = fork(
    join(import.meta.dirname, 'rough/part.mjs'),
    [part, name, JSON.stringify(options)],
    {
      // The young part of the heap, as large as it likes to be, would hide everything else.
      execArgv: ['--expose-gc', '--max-semi-space-size=1'],
      env: { ...process.env, TMPDIR: folder },
    },
  )
  let rows
  child.on('message', (message) => {
    rows = message
  })
  const [code, signal] = await once(child, 'exit')
  rmSync(folder, { recursive: true, force: true })
  const end = signal ?? `code ${code}`
  const ended = { what: 'the process ended with', found: end, bound: 'code 0', ok: code === 0 }
  return [...(rows ?? []), ...(rows === undefined || code !== 0 ? [ended] : [])]
}

// Two processes at once: each begins when the one before the last has ended.
const runs = []
for (const part of asked) {
  for (const name of names) {
    const rows = Promise.resolve(runs.at(-2)?.rows).then(() => run(part, name))
    runs.push({ part, name, rows })
  }
}

const results = []
for (const part of asked) {
  console.log(`\n### ${part}\n\n| backend | what | found | bound |\n|---|---|---|---|`)
  for (const { name, rows } of runs.filter((each) => each.part === part)) {
    for (const row of await rows) {
      results.push({ part, backend: name, ...row })
      console.log(
        `| ${name} | ${row.what} | ${row.found}${row.ok ? '' : ' **BEYOND**'} | ${row.bound} |`,
      )
    }
  }
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, undefined, 2)}\n`)
const beyond = results.filter(({ ok }) => !ok).length
const grown = results.filter(({ part, kind }) => part === 'training' && kind === 'resident')
const most = Math.max(...grown.map((row) => row.grown)).toFixed(1)
const long =
  grown.length > 0 ? `; training of ${options.steps} steps grew by ${most} MiB at most` : ''
console.log(
  `\n${names.join(', ')}: ${results.length - beyond} of ${results.length} figures within their bounds${long}`,
)
process.exitCode = beyond === 0 ? 0 : 1
