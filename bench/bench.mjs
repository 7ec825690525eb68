// `npm run bench`: every workload with every contender, each measurement in a process of its own,
// the order turned round from round to round; medians, ratios, JSON, and a chart with --write.
import { spawn } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { contenders } from './contenders/index.mjs'
import { installContenders } from './contenders/installed.mjs'
import { pythonContenders } from './contenders/python.mjs'
import { chart, plainTable, table } from './suite/chart.mjs'
import { ownFigures } from './suite/own-figures.mjs'
import { workloads } from './suite/workloads.mjs'

const help = `usage: npm run bench -- [options]
  --quick          one short round, for a look
  --rounds N       how often everything is measured (default: 5)
  --only WORDS     workloads or contenders whose name contains one of the words (comma-separated)
  --what WORDS     train, predict, latency, own (default: all)
  --install        fetch TensorFlow.js and brain.js first (440 MB, into bench/.contenders)
  --json FILE      write all figures as JSON
  --write          write bench/results.svg and bench/results.md`

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    what: { type: 'string', default: 'train,predict,latency,own' },
    install: { type: 'boolean', default: false },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(help)
  process.exit(0)
}
if (values.install) installContenders()

const rounds = values.quick ? 1 : Number(values.rounds)
const ms = values.quick ? 300 : 1500
const words = values.only?.split(',')
const wanted = (...names) =>
  words === undefined || words.some((word) => names.some((name) => name === word))
const whats = values.what.split(',')

/** The last line that a process prints, as JSON. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, problem] = ['', '']
    child.stdout.on('data', (text) => {
      out += text
    })
    child.stderr.on('data', (text) => {
      problem += text
    })
    child.on('error', (error) => resolve({ reason: error.message }))
    child.on('close', () => {
      const line = out.trim().split('\n').at(-1)
      try {
        resolve(JSON.parse(line))
      } catch {
        resolve({ reason: problem.trim().split('\n').at(-1) || 'it printed nothing' })
      }
    })
  })
}

const measure = (contender, workload, what) => {
  const python = pythonContenders[contender]
  if (python !== undefined) return python(run, workload, what, ms)
  const script = join(import.meta.dirname, 'suite', 'measure.mjs')
  return run(process.execPath, [script, contender, workload, what, String(ms)])
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

const results = []
const names = [...Object.keys(contenders), ...Object.keys(pythonContenders)]
const cells = ['train', 'predict', 'latency']
  .filter((what) => whats.includes(what))
  .flatMap((what) =>
    Object.keys(workloads).map((workload) => ({
      what,
      workload,
      taking: names.filter((name) => wanted(workload, name)),
    })),
  )
for (const { what, workload, taking } of cells) {
  const found = new Map(taking.map((name) => [name, { values: [], memory: [] }]))
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? taking : taking.toReversed()) {
      const own = found.get(name)
      if (own.reason !== undefined) continue
      const { value, memory, reason } = await measure(name, workload, what)
      if (reason !== undefined) own.reason = reason
      else {
        own.values.push(value)
        if (memory !== undefined) own.memory.push(memory)
      }
    }
  }
  for (const [contender, { values: list, memory, reason }] of found) {
    if (reason === 'not measured') continue
    const result =
      list.length === 0
        ? { what, workload, contender, reason }
        : {
            what,
            workload,
            contender,
            median: median(list),
            values: list,
            memoryMb: median(memory),
          }
    results.push(result)
  }
  const shown = results.filter((each) => each.what === what && each.workload === workload)
  if (shown.length > 0) console.log(table(shown))
}

const report = {
  schema: 1,
  date: new Date().toISOString().slice(0, 10),
  machine: { cpu: cpus()[0].model, cores: cpus().length, node: process.version },
  units: { train: 'steps/s', predict: 'rows/s', latency: 'µs for one row' },
  rounds,
  msPerMeasurement: ms,
  warmUp: 'half the time of a measurement, before it',
  results,
  own: whats.includes('own') ? await ownFigures(run, median, values.quick) : undefined,
}
for (const [name, rows] of Object.entries(report.own ?? {})) console.log(plainTable(name, rows))
const write = (file, text) => {
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}
if (values.json !== undefined) write(values.json, `${JSON.stringify(report, undefined, 2)}\n`)
if (values.write) {
  write(join(import.meta.dirname, 'results.svg'), chart(report))
  const where = `${report.machine.cpu}, one thread, Node ${process.version}, ${report.date}`
  write(
    join(import.meta.dirname, 'results.md'),
    `# Figures of \`npm run bench\`\n\n${where}. ${rounds === 1 ? 'One round' : `Medians of ${rounds} rounds`}; compare within a table only.\n\n${cells
      .map(({ what, workload }) =>
        results.filter((r) => r.what === what && r.workload === workload),
      )
      .filter((rows) => rows.length > 0)
      .map(table)
      .concat(Object.entries(report.own ?? {}).map(([name, rows]) => plainTable(name, rows)))
      .join('\n\n')}\n`,
  )
}
