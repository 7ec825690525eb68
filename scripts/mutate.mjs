// Shows that the conformance suite bites: plants faults into a copy of core's source, one at a time,
// and reports which cases catch each. Nothing in the work tree is touched but the report.
import { spawn } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import ts from 'typescript'
import { areas } from './mutations/index.mjs'
import { reportOf } from './mutations/report.mjs'
import { readJson, root } from './processes.mjs'

const HELP = `usage: node scripts/mutate.mjs [options]

Plants faults into a copy of core's source, one at a time, and runs the conformance suite on core's
interpreter in both precisions, until a case catches the fault. A run of all faults writes
docs/conformance/mutations.md.

  --only name,…   plant only these faults
  --all           run all cases on every fault, and count those that catch it; this takes long
  --check         see whether all faults fit the source, plant none
  --list          list the faults, plant none
  --json FILE     write the results, with the messages of the failed cases, to FILE
  --merge FILE    take the results of all other faults from FILE, which --json wrote
  --jobs N        faults at once, default 2
  --help          show this text

Ends with 1 if a fault survives that is not a known survivor, if a known survivor is caught, or if
a fault does not fit the source any more.`

const REPORT = join('docs', 'conformance', 'mutations.md')
const TIME_LIMIT_MS = 240_000
const PACKAGES = ['core', 'conformance']
const RUNNER = new URL('./mutations/run-suite.mjs', import.meta.url)

const mutations = areas.flatMap((area) => area.mutations)
const children = new Set()
const folder = mkdtempSync(join(tmpdir(), 'parallax-mutate-'))
const sources = join(folder, 'sources')
process.on('exit', cleanUp)
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => process.exit(code))
}
try {
  process.exit(await main(readOptions()))
} catch (error) {
  console.error(`mutate: ${error.message}`)
  process.exit(1)
}

async function main(options) {
  if (options.help) return show(HELP)
  if (options.list) return show(mutations.map(({ name, fault }) => `${name}: ${fault}`).join('\n'))
  const chosen = options.only ?? mutations
  takeSources()
  requireFitting()
  if (options.check) return show(`${mutations.length} faults fit the source`)
  const base = join(folder, 'base')
  layOut(base)
  const cases = await requirePassing(base)
  log(`the unmutated code passes all ${cases} cases`)
  const planted = await plantAll(chosen, base, options)
  const results = options.merge ? mergeInto(options.merge, planted) : planted
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ cases, results }, null, 2)}\n`)
  if (results.length === mutations.length) writeReport(results, cases, options.all)
  return summarise(results)
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      all: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      json: { type: 'string' },
      merge: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const jobs = Number(values.jobs)
  if (!Number.isInteger(jobs) || jobs < 1) throw new Error(`--jobs ${values.jobs} is no number`)
  return { ...values, jobs, only: values.only?.split(',').map(mutationOf) }
}

function mutationOf(name) {
  const mutation = mutations.find((candidate) => candidate.name === name)
  if (mutation === undefined) throw new Error(`no fault is named '${name}'; see --list`)
  return mutation
}

function show(text) {
  console.log(text)
  return 0
}

/** Copies the sources, so that a change of the work tree meanwhile changes nothing. */
function takeSources() {
  for (const name of PACKAGES) {
    cpSync(join(root, 'packages', name, 'src'), join(sources, name), { recursive: true })
  }
}

/** The results of a file that an earlier run wrote, with the new ones in the places of the old. */
function mergeInto(file, planted) {
  const known = [...planted, ...JSON.parse(readFileSync(file, 'utf8')).results]
  return mutations.flatMap((mutation) => {
    const result = known.find(({ name }) => name === mutation.name)
    return result === undefined ? [] : { ...mutation, failures: result.failures }
  })
}

/** Stops unless names are unique, and every text to be replaced is in its file exactly once. */
function requireFitting() {
  const problems = mutations.flatMap(({ name, file, find }, i) => {
    if (mutations.findIndex((other) => other.name === name) < i) return `two faults named ${name}`
    const path = join('packages', 'core', 'src', file)
    if (!existsSync(join(sources, 'core', file))) return `${name}: there is no file ${path}`
    const times = readSource(file).split(find).length - 1
    return times === 1 ? [] : `${name}: ${path} has ${times} times, instead of once:\n${find}`
  })
  if (problems.length > 0) throw new Error(`stale faults\n\n${problems.join('\n\n')}`)
}

function readSource(file) {
  return readFileSync(join(sources, 'core', file), 'utf8')
}

/** Compiled copies of core and conformance, laid out so that Node resolves them from `target`. */
function layOut(target) {
  for (const name of PACKAGES) {
    const from = join(root, 'packages', name)
    const to = join(target, 'node_modules', '@parallax-ml', name)
    compileFolder(join(sources, name), join(to, 'dist'))
    copyFileSync(join(from, 'package.json'), join(to, 'package.json'))
    if (existsSync(join(from, 'golden'))) {
      cpSync(join(from, 'golden'), join(to, 'golden'), { recursive: true })
    }
    linkDependencies(from, target)
  }
  copyFileSync(RUNNER, join(target, 'run-suite.mjs'))
}

function linkDependencies(from, target) {
  const { dependencies } = readJson(join('packages', from.split(/[\\/]/).pop(), 'package.json'))
  for (const name of Object.keys(dependencies)) {
    const link = join(target, 'node_modules', name)
    if (existsSync(link)) continue
    if (name.startsWith('@parallax-ml/')) continue
    symlinkSync(realpathSync(join(from, 'node_modules', name)), link, 'junction')
  }
}

function compileFolder(from, to) {
  const files = readdirSync(from, { recursive: true }).filter((file) => file.endsWith('.ts'))
  for (const file of files.filter((name) => !name.endsWith('.test.ts'))) {
    compile(readFileSync(join(from, file), 'utf8'), join(to, file))
  }
}

/** Strips the types, as tsc would; `path` ends in .ts, what is written in .js. */
function compile(text, path) {
  const { outputText, diagnostics } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      verbatimModuleSyntax: true,
    },
  })
  if (diagnostics.length > 0) {
    throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(diagnostics[0].messageText, '\n')}`)
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path.replace(/\.ts$/, '.js'), outputText)
}

/** The number of cases, all of which the code as it is must pass. */
async function requirePassing(base) {
  const { failures, cases } = await runSuite(base, [])
  if (failures.length === 0) return cases
  const list = failures.map(({ failed, message }) => `${failed}\n${message}`).join('\n\n')
  throw new Error(`the suite fails without any fault planted\n\n${list}`)
}

/** Plants the faults, some at once, and returns their results in order. */
async function plantAll(chosen, base, { jobs, all }) {
  const results = new Array(chosen.length)
  let next = 0
  const work = async () => {
    while (next < chosen.length) {
      const i = next++
      results[i] = await plant(chosen[i], base, all)
      log(`${String(i + 1).padStart(3)}/${chosen.length} ${describe(results[i])}`)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return results
}

async function plant(mutation, base, all) {
  const copy = join(folder, mutation.name)
  cpSync(base, copy, { recursive: true, verbatimSymlinks: true })
  try {
    const { file, find, replace } = mutation
    const text = readSource(file).split(find).join(replace)
    compile(text, join(copy, 'node_modules', '@parallax-ml', 'core', 'dist', file))
    const { failures } = await runSuite(copy, all ? [] : ['--first', ...nearestTo(mutation)])
    return { ...mutation, failures }
  } finally {
    rmSync(copy, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

/** The level, and the word in the names, of the cases that most likely catch a fault. */
function nearestTo(mutation) {
  const { level } = areas.find((area) => area.mutations.includes(mutation))
  return [level, basename(mutation.file, '.ts').replaceAll('-', '')]
}

/** Runs the suite in a process of its own; what ends it early counts as a failure. */
function runSuite(cwd, words) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'pipe']
    const child = spawn(process.execPath, ['run-suite.mjs', ...words], { cwd, stdio })
    children.add(child)
    const output = collect(child.stdout)
    const errors = collect(child.stderr)
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, TIME_LIMIT_MS)
    child.on('error', reject)
    child.on('close', () => {
      clearTimeout(timer)
      children.delete(child)
      resolve(readLines(output.text, late ? 'it takes too long' : errors.text))
    })
  })
}

/** The cases that failed; of a run that did not end, the one that was running is among them. */
function readLines(text, problem) {
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
  const failures = lines.filter((line) => 'failed' in line)
  const { cases } = lines.find((line) => 'cases' in line) ?? {}
  if (cases !== undefined) return { failures, cases }
  const { running = '(the suite does not start)' } =
    lines.findLast((line) => 'running' in line) ?? {}
  return { failures: [...failures, { failed: running, message: problem }], cases: 0 }
}

function collect(stream) {
  const collected = { text: '' }
  stream.setEncoding('utf8').on('data', (chunk) => {
    collected.text += chunk
  })
  return collected
}

/** What a result means: a replacement that is no working code proves nothing. */
function verdictOf({ failures, survives }) {
  if (failures.some(({ message }) => /\b(ReferenceError|SyntaxError)\b/.test(message)))
    return 'broken'
  if (failures.length === 0) return survives === undefined ? 'survived' : 'known survivor'
  return survives === undefined ? 'caught' : 'unexpectedly caught'
}

function describe(result) {
  const { name, failures } = result
  const verdict = verdictOf(result)
  if (failures.length === 0) return `${name}: ${verdict.toUpperCase()}`
  const shown = verdict === 'caught' ? verdict : verdict.toUpperCase()
  return `${name}: ${shown} by ${failures[0].failed}`
}

function writeReport(results, cases, all) {
  const path = join(root, REPORT)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, reportOf(areas, results, { cases, all }))
  log(`wrote ${REPORT}`)
}

function summarise(results) {
  const count = (verdict) => results.filter((result) => verdictOf(result) === verdict).length
  const bad = results.filter((result) => !['caught', 'known survivor'].includes(verdictOf(result)))
  for (const result of bad) console.log(describe(result))
  const known = `${count('known survivor')} known survivors`
  console.log(`${results.length} planted, ${count('caught')} caught, ${known}, ${bad.length} wrong`)
  return bad.length === 0 ? 0 : 1
}

function cleanUp() {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

function log(message) {
  console.error(message)
}
