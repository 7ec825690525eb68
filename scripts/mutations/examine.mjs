// What notices a fault, and whether all is well without one.
import { readdirSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { root } from '../processes.mjs'
import { noticedBefore } from './noticed.mjs'
import { runSuite } from './suite.mjs'
import { nearestTests } from './tests.mjs'
import { withPlanted } from './workbench.mjs'

/** The checks that a unit must pass before faults are planted into it: suites by name, and its unit tests. */
export function checksOf(unit) {
  const suites = unit.areas.flatMap(({ level, suite = unit.suite }) => (level ? suite : []))
  return [...new Set(suites), ...(unit.tests ? ['unit tests'] : [])]
}

/** Makes a check of a unit without any fault planted; the result is that of runSuite or of the tests. */
export function checkUnplanted({ folder, tests }, unit, check) {
  if (check !== 'unit tests') return runSuite({ packages: join(folder, 'packages'), suite: check })
  return tests.run({ files: testFilesOf(unit).map((file) => sourceOf(folder, unit, file)) })
}

/** Plants a fault and resolves to the `failure` of what notices it first, if anything does. */
export async function examine(bench, fault, unsupported) {
  try {
    return await withPlanted(bench.folder, fault, () => noticed(bench, fault, unsupported))
  } catch (error) {
    return { failure: { by: '(it does not compile)', message: `SyntaxError: ${error.message}` } }
  }
}

/** Asks until something fails: what noticed the fault before, the suite, and the tests, nearest first. */
async function noticed({ folder, tests }, fault, unsupported) {
  const { unit, file, suite } = fault
  const changed = sourceOf(folder, unit, file)
  const first = noticedBefore(fault)
  const askTests = (names) => () =>
    tests.run({ changed, files: names.map((name) => sourceOf(folder, unit, name)) })
  const askSuite = ({ name, level }) => {
    const word = fault.near ?? basename(file, '.ts').replaceAll('-', '')
    const packages = join(folder, 'packages')
    return () => runSuite({ packages, suite: name, first, level, word, unsupported })
  }
  const testFiles = testFilesOf(unit)
  const questions = [
    ...(testFiles.includes(first) ? [askTests([first])] : []),
    ...(suite === undefined ? [] : [askSuite(suite)]),
    ...nearestTests(fault, testFiles).map(askTests),
  ]
  for (const ask of questions) {
    const { failure } = await ask()
    if (failure !== undefined) return { failure }
  }
  return {}
}

const sourceOf = (folder, unit, file) => join(folder, 'packages', unit.package, 'src', file)

/** The unit tests of a unit, below src, with / on every system. */
function testFilesOf(unit) {
  if (unit.tests === undefined) return []
  return readdirSync(join(root, 'packages', unit.package, 'src'), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.replaceAll(sep, '/'))
    .filter(unit.tests)
    .sort()
}
