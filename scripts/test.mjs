// The steps of `npm test`, in order, and the summary they end in.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aptGetInstall } from './apt-get.mjs'
import { provideBrowser } from './browser.mjs'
import { attached, CommandError, pnpmCommand, root, tool } from './processes.mjs'
import { build, install, installTensorflow } from './setup.mjs'

const steps = [
  {
    name: 'lint',
    title: 'lint and format (biome)',
    run: command(() => [...tool('@biomejs/biome', 'biome'), 'check', '.']),
  },
  {
    name: 'typecheck',
    title: 'types of sources and tests (tsc)',
    run: command(() => [...tool('typescript', 'tsc'), '-p', '.']),
  },
  { name: 'build', title: 'build', run: setUp(build) },
  { name: 'browser', title: 'a browser for the tests of pages', run: browser },
  {
    name: 'tensorflow',
    title: 'TensorFlow for the tests of its backend',
    needsBuild: true,
    run: tensorflow,
  },
  { name: 'unit', title: 'unit and architecture tests (vitest)', run: unitTests },
  {
    name: 'packages',
    title: 'packed packages (publint, attw)',
    needsBuild: true,
    run: command(() => pnpmCommand('exec', 'turbo', 'run', 'lint:package')),
  },
  {
    name: 'knip',
    title: 'unused files, exports and dependencies (knip)',
    run: command(() => tool('knip')),
  },
  { name: 'examples', title: 'examples', needsBuild: true, run: examples },
  {
    name: 'smoke',
    title: 'compare, interrupted and going on',
    needsBuild: true,
    run: command(() => [process.execPath, 'scripts/smoke.mjs']),
  },
  {
    name: 'rough',
    title: 'sessions ended, at once, in worker threads and misused, in short',
    needsBuild: true,
    run: command(() => [process.execPath, 'bench/rough.mjs', '--quick']),
  },
  {
    name: 'publish',
    title: 'publish to a loopback registry and use from outside',
    needsBuild: true,
    run: command(() => [process.execPath, 'scripts/publish-check.mjs']),
  },
]

export const HELP = `usage: npm test -- [--only step,step…]

Runs every check of the repository, one after the other, and ends with a summary.

${steps.map(({ name, title }) => `  ${name.padEnd(10)} ${title}`).join('\n')}`

export function parseTestArguments(words) {
  if (words.includes('--help') || words.includes('-h')) return { help: true }
  const joined = words.join(' ').replace('--only=', '--only ')
  if (joined === '') return { only: steps.map((step) => step.name) }
  const only = /^--only ([\w,]+)$/.exec(joined)?.[1].split(',')
  const unknown = only?.filter((name) => !steps.some((step) => step.name === name)) ?? [joined]
  if (unknown.length === 0) return { only }
  console.error(`npm test does not know ${unknown.join(', ')}.\n\n${HELP}`)
  process.exit(2)
}

/** Runs the named steps, and those they need; prints the summary; returns the exit code. */
export async function test(only) {
  const selected = steps.filter(({ name }) => only.includes(name))
  const needsBuild = selected.some((step) => step.needsBuild)
  const wanted = steps.filter(
    (step) => selected.includes(step) || (needsBuild && step.name === 'build'),
  )

  const results = [await timed({ name: 'install', title: 'dependencies', run: setUp(install) })]
  const hasFailed = (name) => results.some((result) => result.name === name && result.failed > 0)
  for (const step of hasFailed('install') ? [] : wanted) {
    results.push(step.needsBuild && hasFailed('build') ? notRun(step) : await timed(step))
  }
  return summarise(results)
}

async function timed({ name, title, run }) {
  console.log(`\n=== ${name}: ${title}`)
  const start = performance.now()
  const result = await run()
  const seconds = (performance.now() - start) / 1000
  console.log(
    `=== ${name}: ${result.failed === 0 ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s`,
  )
  return { name, seconds, ...result }
}

function notRun({ name }) {
  console.log(`\n=== ${name}: not run, because the build failed`)
  return { name, seconds: 0, passed: 0, failed: 1, note: 'not run: the build failed' }
}

function summarise(results) {
  console.log('\nstep        result   seconds   passed   failed')
  for (const { name, seconds, passed, failed, note = '' } of results) {
    const columns = [
      name.padEnd(10),
      (failed === 0 ? 'ok' : 'FAILED').padEnd(6),
      seconds.toFixed(1).padStart(9),
      String(passed).padStart(8),
      String(failed).padStart(8),
      note,
    ]
    console.log(columns.join(' '.repeat(2)).trimEnd())
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed') === 0 ? 0 : 1
}

function verdict(isPassed) {
  return { passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1 }
}

function command(words) {
  return async () => verdict((await attached(words())) === 0)
}

function setUp(work) {
  return async () => {
    try {
      await work()
      return verdict(true)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      console.log(error.message)
      return verdict(false)
    }
  }
}

/** Without one, the tests of pages are skipped; where nobody would notice, that is a failure. */
async function browser() {
  const { path, note } = await provideBrowser()
  return { ...verdict(path !== undefined || !process.env.CI), note }
}

/** Without it, the tests of its backend are skipped; where nobody would notice, that is a failure. */
async function tensorflow({ isRetry = false } = {}) {
  try {
    return { ...verdict(true), note: await installTensorflow() }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    console.log(error.message)
    if (!isRetry && (await aptGetInstall('python3-pip', 'g++')))
      return tensorflow({ isRetry: true })
    return { ...verdict(!process.env.CI), note: 'TensorFlow cannot be installed here' }
  }
}

/** Vitest's own counts; a run that broke without counting a failed test counts as one failure. */
async function unitTests() {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, 'vitest.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const code = await attached([...tool('vitest'), 'run', ...reporters])
    if (!existsSync(file)) return { passed: 0, failed: 1, note: 'vitest wrote no report' }
    const report = JSON.parse(readFileSync(file, 'utf8'))
    const skipped = report.numPendingTests + report.numTodoTests
    return {
      passed: report.numPassedTests,
      failed: Math.max(report.numFailedTests, code === 0 ? 0 : 1),
      note: skipped > 0 ? `${skipped} skipped` : '',
    }
  })
}

async function examples() {
  const folder = join(root, 'examples')
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.mjs'))
    : []
  const failed = []
  for (const name of names) {
    console.log(`--- examples/${name}`)
    if ((await attached([process.execPath, join(folder, name)])) !== 0) failed.push(name)
  }
  const note = failed.length > 0 ? failed.join(', ') : `${names.length} run`
  return { ...verdict(failed.length === 0), note }
}

async function inTemporaryFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'parallax-test-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
