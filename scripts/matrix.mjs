// Runs the conformance suite and the backends' tests on several versions of Node, with one thread and with two.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { machine } from './machine.mjs'
import { journalOf } from './matrix/journal.mjs'
import { folders, runKit } from './matrix/kit.mjs'
import { nodeOf } from './matrix/node-versions.mjs'
import { differences, failures, packageTable, runTable, skips } from './matrix/tables.mjs'
import { replaceFile } from './replace-file.mjs'
import { build, checkNode, install, installTensorflow } from './setup.mjs'

const HELP = `usage: npm run matrix -- [options] [words…]

Runs the conformance suite on all backends, and their own tests, once for each version of Node and
number of threads. Words choose test files, as vitest's do; default ${folders.join(' ')}.
Other versions of Node are fetched from npm into your cache.

  --nodes 20,22,24,26   major versions of Node, the first of which the others are held against
  --threads 1,2         threads that every backend gets
  --again               repeat runs of the same tree that an earlier call has ended
  --write               write docs/conformance/matrix.md
  --help                show this text

Ends with 1 if a test fails in any run.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    nodes: { type: 'string', default: '20,22,24,26' },
    threads: { type: 'string', default: '1,2' },
    again: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const [nodes, threads] = [values.nodes, values.threads].map((list) => list.split(','))
if (values.help || ![...nodes, ...threads].every((word) => /^[1-9]\d*$/.test(word))) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}
checkNode()
await install()
await build()
await installTensorflow()
const runs = []
for (const count of threads) {
  for (const node of nodes) runs.push(await measured(node, count))
}
const text = report(runs)
console.log(text)
if (values.write) write(text)
console.log(`\n${summary(runs)}`)
process.exitCode = runs.some(({ tests }) => failures(tests).length > 0) ? 1 : 0

async function measured(node, count) {
  const { program, version } = await nodeOf(node)
  console.error(
    `parallax: the suite on Node ${version}, ${count} ${count === '1' ? 'thread' : 'threads'} …`,
  )
  const filters = positionals.length > 0 ? positionals : folders
  const journal = journalOf({ version, threads: count, filters })
  const known = values.again ? undefined : journal.read()
  const run = known ?? {
    version,
    threads: count,
    ...(await runKit(program, Number(count), filters)),
  }
  if (failures(run.tests).length === 0) journal.write(run)
  for (const name of failures(run.tests)) console.error(`failed: ${name}`)
  return run
}

function summary(all) {
  const [first] = all
  const sum = (number) => all.reduce((total, { tests }) => total + number(tests), 0)
  const failed = sum((tests) => failures(tests).length)
  const other = sum((tests) => differences(first.tests, tests).length)
  const seconds = all.reduce((total, run) => total + run.seconds, 0)
  return `${all.length} runs of ${first.tests.size} tests: ${failed} failed, ${skips(first.tests).length} skipped in the first, ${other} end otherwise than in the first [took ${Math.round(seconds)} s]`
}

function report(all) {
  const [first] = all
  const others = all
    .slice(1)
    .flatMap(({ version, threads: count, tests }) =>
      differences(first.tests, tests).map((line) => `- Node ${version}, ${count} threads: ${line}`),
    )
  const none = all.length > 1 ? 'Nothing.' : 'There is one run only.'
  return `${runTable(all)}

Of the first run, by package and precision:

${packageTable(first)}

What ends otherwise than in the first run:

${others.length > 0 ? others.join('\n') : none}

Skipped in the first run, each for a reason that the test gives:

${skips(first.tests)
  .map((name) => `- ${name}`)
  .join('\n')}`
}

function write(text) {
  const day = new Date().toISOString().slice(0, 10)
  replaceFile(
    join('docs', 'conformance', 'matrix.md'),
    `# The suite on other Nodes and with other threads

Written by \`npm run matrix -- --write\` on ${day}: ${machine()}.
Every run is the conformance suite on core's interpreter, \`native\`, \`onnx\`, \`tfjs\`, \`tfjs-wasm\` and \`tfjs-cpu\`, in float32 and
float64, and the backends' own tests. Threads are those that each backend is given; small programs of native run in the
caller's alone, and tests of its own hold one, two and three threads to the same bits.

${text}
`,
  )
}
