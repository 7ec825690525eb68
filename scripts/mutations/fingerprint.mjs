// What a result depends on, as a hash: a result is taken from the journal only while this is the same.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, root } from '../processes.mjs'

const SCOPE = '@parallax-ml/'
const LEFT_OUT = /(^|[\\/])(node_modules|dist|\.turbo|README\.md)([\\/]|$)/
const RUNNERS = ['run-suite.mjs', 'run-tests.mjs', 'suites.mjs'].map((name) =>
  join('scripts', 'mutations', name),
)

/** The hash of a unit: the sources, tests and golden values of its packages, what runs them, and Node. */
export function fingerprintOf(unit) {
  const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}`)
  const files = ['pnpm-lock.yaml', ...RUNNERS, ...filesBelow(join('test', 'python'))]
  const packages = packagesOf(unit.package)
  if (unit.suite !== undefined) packagesOf('conformance', packages)
  for (const name of packages) files.push(...filesBelow(join('packages', name)))
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** The hash of a fault, or of a check, in a unit of that fingerprint. */
export function keyOf(fingerprint, { file, find, replace, near, tests, suite, check }) {
  const text = JSON.stringify([fingerprint, file, find, replace, near, tests, suite, check])
  return createHash('sha256').update(text).digest('hex')
}

/** A package and the packages of the workspace that it or its tests need. */
function packagesOf(name, found = new Set()) {
  if (found.has(name)) return found
  found.add(name)
  const { dependencies, devDependencies } = readJson(join('packages', name, 'package.json'))
  for (const other of Object.keys({ ...dependencies, ...devDependencies })) {
    if (other.startsWith(SCOPE)) packagesOf(other.slice(SCOPE.length), found)
  }
  return found
}

function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(folder, file))
    .filter((file) => !LEFT_OUT.test(file) && statSync(join(root, file)).isFile())
    .sort()
}
