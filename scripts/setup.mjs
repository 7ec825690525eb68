// What every job needs first: a new enough Node, the dependencies, the build.
// Both are skipped when the files they depend on are as they were after the last success.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CommandError, pnpmCommand, quietly, readJson, root } from './processes.mjs'

const OLDEST_NODE = [20, 19]
const stamps = join(root, 'node_modules', '.parallax')

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  console.error(
    `Parallax needs Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${process.versions.node}. Install a newer Node, then run the command again.`,
  )
  process.exit(1)
}

/** Installs what the lock file names, unless that has been done. */
export async function install() {
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']
  const manifests = workspaceFolders().map((folder) => join(folder, 'package.json'))
  const current = fingerprint([...files, ...manifests])
  const installed = workspaceFolders().every((folder) => !needsModules(folder))
  if (installed && readStamp('install') === current) return
  clearStamp('install')
  await quietly('installing dependencies', pnpmCommand('install', '--frozen-lockfile'))
  writeStamp('install', current)
}

/** Builds every package whose sources changed. Turbo decides which, and finds pnpm through npx. */
export async function build() {
  const folders = workspaceFolders().filter((folder) => existsSync(join(root, folder, 'src')))
  const sources = folders.flatMap((folder) => [
    join(folder, 'package.json'),
    ...filesUnder(folder, (name) => /^tsconfig.*\.json$/.test(name)),
    ...filesUnder(join(folder, 'src'), (name) => !name.endsWith('.test.ts'), true),
  ])
  const current = fingerprint(['pnpm-lock.yaml', 'turbo.json', 'tsconfig.base.json', ...sources])
  const built = folders.every((folder) => existsSync(join(root, folder, 'dist')))
  if (built && readStamp('build') === current) return
  clearStamp('build')
  // Neither tsc nor turbo removes what sources that are gone have left behind.
  for (const folder of folders) rmSync(join(root, folder, 'dist'), { recursive: true, force: true })
  await quietly('building packages', pnpmCommand('exec', 'turbo', 'run', 'build'))
  writeStamp('build', current)
}

/**
 * Installs TensorFlow for the backend tfjs into the user's cache, where it is missing; needs a build.
 * Resolves to a line that says what there is now.
 * @throws {CommandError} that says why it is not possible here.
 */
export async function installTensorflow() {
  const installer = join(root, 'packages/backend-tfjs/dist/install/index.js')
  const { installTfjs } = await import(pathToFileURL(installer).href)
  const onProgress = (message) => console.error(`parallax: TensorFlow: ${message} …`)
  try {
    const { status, tensorflow, seconds } = await installTfjs({ onProgress })
    return status === 'present'
      ? `TensorFlow ${tensorflow}, in the cache`
      : `TensorFlow ${tensorflow}, installed in ${seconds.toFixed(1)} s`
  } catch (cause) {
    throw new CommandError(cause.message, { cause })
  }
}

/** Folders of the workspace's packages, relative to the root. */
function workspaceFolders() {
  const parents = ['packages', 'apps'].filter((parent) => existsSync(join(root, parent)))
  const children = parents.flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name)),
  )
  return [...children, 'examples', 'bench'].filter((folder) =>
    existsSync(join(root, folder, 'package.json')),
  )
}

function needsModules(folder) {
  const { dependencies, devDependencies } = readJson(join(folder, 'package.json'))
  const wants = Object.keys({ ...dependencies, ...devDependencies }).length > 0
  return wants && !existsSync(join(root, folder, 'node_modules'))
}

function filesUnder(folder, accept, recursive = false) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return recursive ? filesUnder(path, accept, true) : []
    return accept(entry.name) ? [path] : []
  })
}

function fingerprint(files) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function readStamp(name) {
  const file = join(stamps, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function clearStamp(name) {
  rmSync(join(stamps, name), { force: true })
}

function writeStamp(name, value) {
  mkdirSync(stamps, { recursive: true })
  writeFileSync(join(stamps, name), value)
}
