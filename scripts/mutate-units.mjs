// Shows that the unit tests of a package bite: plants faults into a copy of its source, one at a time,
// and reports which test catches each. Nothing in the work tree is touched but the report.
import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './processes.mjs'

const HELP = `usage: node scripts/mutate-units.mjs PACKAGE [options]

Plants the faults of scripts/mutations/units/PACKAGE.mjs into a copy of the package's source, one at a
time, and runs its unit tests until one fails: first those of the fault's folder, then all. A run of
all faults writes docs/conformance/mutations-PACKAGE.md.

  --only name,…   plant only these faults
  --check         see whether all faults fit the source, plant none
  --list          list the faults, plant none
  --help          show this text

Ends with 1 if a fault survives, or does not fit the source any more.`

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    check: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const [name] = positionals
if (options.help || name === undefined) {
  console.log(HELP)
  process.exit(options.help ? 0 : 1)
}
const { areas } = await import(`./mutations/units/${name}.mjs`)
const faults = areas.flatMap((area) => area.faults)
const source = join(root, 'packages', name)
const folder = mkdtempSync(join(tmpdir(), 'parallax-mutate-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130))
process.exit(await main())

async function main() {
  if (options.list) return show(faults.map(({ name: id, fault }) => `${id}: ${fault}`).join('\n'))
  const stale = faults.filter(({ file, find }) => textOf(file).split(find).length !== 2)
  if (stale.length > 0) {
    return show(`stale faults: ${stale.map((fault) => fault.name).join(', ')}`, 1)
  }
  if (options.check) return show(`${faults.length} faults fit the source`)
  layOut()
  const broken = await firstFailure('')
  if (broken !== undefined) return show(`fails without any fault planted: ${broken.test}`, 1)
  const wanted = options.only?.split(',')
  const chosen = faults.filter((fault) => wanted?.includes(fault.name) ?? true)
  const results = []
  for (const fault of chosen) {
    const result = await plant(fault)
    results.push(result)
    const number = `${results.length}/${chosen.length}`
    console.error(`${number} ${fault.name}: ${result.caughtBy ?? 'SURVIVED'}`)
  }
  if (wanted === undefined) writeReport(results)
  const survivors = results.filter(({ caughtBy }) => caughtBy === undefined).length
  return show(
    `${results.length} planted, ${results.length - survivors} caught`,
    Math.sign(survivors),
  )
}

function show(text, code = 0) {
  console.log(text)
  return code
}

function textOf(file) {
  const path = join(source, 'src', file)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** A copy of the package that finds what it imports where the package itself does. */
function layOut() {
  const copy = join(folder, 'packages', name)
  mkdirSync(copy, { recursive: true })
  for (const part of ['src', 'golden', 'package.json', 'tsconfig.json']) {
    if (existsSync(join(source, part))) {
      cpSync(join(source, part), join(copy, part), { recursive: true })
    }
  }
  cpSync(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'))
  symlinkSync(join(source, 'node_modules'), join(copy, 'node_modules'), 'junction')
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  const conditions = ['parallax-source', 'node', 'import', 'default']
  const config = {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: { include: ['packages/*/src/**/*.test.ts'], testTimeout: 120_000 },
  }
  writeFileSync(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify(config)}\n`)
}

async function plant(fault) {
  const path = join(folder, 'packages', name, 'src', fault.file)
  const text = textOf(fault.file)
  writeFileSync(path, text.split(fault.find).join(fault.replace))
  try {
    const near = join('packages', name, 'src', dirname(fault.file))
    const failure = (await firstFailure(near)) ?? (await firstFailure(''))
    if (/\b(ReferenceError|SyntaxError|Transform failed)\b/.test(failure?.message ?? '')) {
      throw new Error(`${fault.name} is no working code: ${failure.message}`)
    }
    return { ...fault, caughtBy: failure?.test }
  } finally {
    writeFileSync(path, text)
  }
}

/** The first test below a folder that fails, and why. */
async function firstFailure(filter) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const words = [vitest, 'run', '--root', folder, '--reporter', 'json', '--bail', '1', filter]
  const output = await new Promise((resolve) => {
    const settings = { cwd: folder, maxBuffer: 2 ** 28, timeout: 600_000 }
    execFile(process.execPath, words.filter(Boolean), settings, (error, stdout, stderr) => {
      resolve(stdout.includes('{"numTotal') ? stdout : `${error?.message}\n${stderr}`)
    })
  })
  const start = output.indexOf('{"numTotal')
  if (start < 0) {
    if (output.includes('No test files found')) return undefined
    throw new Error(output)
  }
  const { success, testResults } = JSON.parse(output.slice(start))
  if (success) return undefined
  for (const { message, assertionResults } of testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed')
    if (failed) return { test: failed.fullName.trim(), message: failed.failureMessages.join('\n') }
    if (message) return { test: '(a file of tests does not start)', message }
  }
  return { test: '(the tests end early)', message: '' }
}

function writeReport(results) {
  const path = join(root, 'docs', 'conformance', `mutations-${name}.md`)
  const caught = results.filter(({ caughtBy }) => caughtBy !== undefined)
  const cell = (text) => String(text).replaceAll('|', '\\|')
  const sections = areas.map(({ title, faults: planted }) => {
    const rows = results
      .filter((result) => planted.some((fault) => fault.name === result.name))
      .map(
        ({ fault, file, caughtBy }) =>
          `| ${cell(fault)} | \`${file}\` | ${cell(caughtBy ?? '**survives**')} |`,
      )
    return `## ${title}\n\n| fault | file in ${name}/src | caught by |\n|---|---|---|\n${rows.join('\n')}\n`
  })
  const head = `# Planted faults: ${name}

**${results.length} faults planted, ${caught.length} caught.**

Written by \`node scripts/mutate-units.mjs ${name}\`, which plants faults into a copy of the package's
source, one at a time, and runs its unit tests until one fails: first those of the fault's folder.
`
  writeFileSync(path, `${head}\n${sections.join('\n')}`)
  console.error(`wrote ${path}`)
}
