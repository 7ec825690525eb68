// Kills trainings at random moments, lets them go on, and compares the weights with those of a
// training that nobody disturbed.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(`usage: node bench/kill.mjs [--kills 200] [--seed 1]

Trains a small network 3,000 steps with a checkpoint every seventh, ends the process with SIGKILL at a
random moment, starts it again, and compares weights and history to the bit. Run it after a build.`)
  process.exit(0)
}

const base = mkdtempSync(join(tmpdir(), 'parallax-kill-'))
const program = join(import.meta.dirname, 'kill/train.mjs')
let state = Number(values.seed)
const random = () => {
  state = (state * 48271) % 0x7fffffff
  return state / 0x7fffffff
}

/** Runs a training; with a delay, kills it so many milliseconds after it started. */
function train(folder, delay) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const found = { written: 0, result: undefined, ms: 0 }
    let started = 0
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, rest] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]
      if (line === 'started') {
        started = performance.now()
        if (delay !== undefined) setTimeout(() => child.kill('SIGKILL'), delay)
      } else if (word === 'wrote') found.written = Number(/\d+/.exec(rest)[0])
      else if (word === 'done') found.result = JSON.parse(rest)
    })
    child.on('error', reject)
    child.on('close', (_, signal) => resolve({ ...found, ms: performance.now() - started, signal }))
  })
}

const reference = await train(join(base, 'whole'))
console.log(`undisturbed: ${(reference.ms / 1000).toFixed(2)} s`)
const kills = Number(values.kills)
const counts = { kills: 0, identical: 0, 'checkpoints lost': 0, 'checkpoints damaged': 0 }
let progress = 0
for (let attempt = 0; counts.kills < kills; attempt++) {
  const folder = join(base, String(attempt))
  const killed = await train(folder, random() * reference.ms)
  if (killed.signal !== 'SIGKILL') continue
  counts.kills++
  const { result } = await train(folder)
  if (result.hash === reference.result.hash) counts.identical++
  if (result.resumed < killed.written) counts['checkpoints lost']++
  counts['checkpoints damaged'] += result.damaged.length
  progress += result.resumed / 3000
  rmSync(folder, { recursive: true })
  if (counts.kills % 20 === 0) process.stderr.write(`${counts.kills} of ${kills}\n`)
}
rmSync(base, { recursive: true })
console.table(counts)
console.log(
  `${counts.identical} of ${kills} trainings killed, after ${((100 * progress) / kills).toFixed(0)} % of their steps on average, went on to the bit; ${counts['checkpoints lost']} checkpoints lost`,
)
process.exit(counts.identical === kills && counts['checkpoints lost'] === 0 ? 0 : 1)
