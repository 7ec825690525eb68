// One run of the conformance suite and of the backends' own tests, by a Node of any version.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { root, toolEnvironment } from '../processes.mjs'

export const folders = ['packages/conformance', 'packages/backend-']

/**
 * What became of every test, by name: `{ packageName, precision, status }`, the status one of vitest's;
 * and the seconds that it took.
 * A run that breaks without a report throws, with what it printed.
 */
export async function runKit(program, threads, filters) {
  const folder = mkdtempSync(join(tmpdir(), 'parallax-matrix-'))
  try {
    const file = join(folder, 'report.json')
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const words = [vitest, 'run', ...filters, '--reporter=json', `--outputFile=${file}`]
    const started = performance.now()
    const env = { ...toolEnvironment(), CI: 'true', CONFORMANCE_THREADS: String(threads) }
    const printed = await ended(spawn(program, words, { cwd: root, env }))
    const tests = testsOf(readReport(file, printed))
    if (tests.size === 0) throw new Error(`no test file matches ${filters.join(' ')}`)
    return { tests, seconds: (performance.now() - started) / 1000 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function ended(child) {
  const chunks = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => chunks.push(data))
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  return Buffer.concat(chunks).toString()
}

function readReport(file, printed) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(`vitest wrote no report:\n${printed.slice(-4000)}`, { cause })
  }
}

/** A file that does not even load has no tests in vitest's report: it counts as one that failed. */
function testsOf({ testResults }) {
  return new Map(
    testResults.flatMap(({ name, status, assertionResults }) => {
      const file = relative(root, name).split(sep).join('/')
      const packageName = file.split('/')[1]
      const tests = assertionResults.map((test) => [
        `${file}: ${test.fullName}`,
        { packageName, precision: precisionOf(test.fullName), status: test.status },
      ])
      if (status !== 'failed' || tests.some(([, test]) => test.status === 'failed')) return tests
      return [...tests, [`${file}: (the file)`, { packageName, status: 'failed' }]]
    }),
  )
}

const precisionOf = (name) => /\[(float32|float64)\]$/.exec(name)?.[1] ?? 'either'
