// Publishes every package to a throw-away registry on loopback, then installs and uses the packages
// in an empty folder outside the workspace. Nothing is published anywhere else; see pinnedEnvironment.
import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pnpmCommand, pnpmVersion, readJson, root, tool, toolEnvironment } from './processes.mjs'

const SCOPE = '@parallax-ml'
const LONGEST_COMMAND_MS = 300_000
const CONSUMED = ['core', 'backend-native', 'datasets', 'cli'].map((name) => `${SCOPE}/${name}`)

const IMPORTS = `import { dense, fit, sequential } from '${SCOPE}/core'
import { native } from '${SCOPE}/backend-native'
`
const PROGRAM = `${IMPORTS}
const spec = sequential({
  inputShape: [2],
  layers: [dense({ units: 8, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })],
})
const xor = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [[0], [1], [1], [0]] }
const run = await fit(spec, xor, {
  backend: native,
  loss: 'binaryCrossentropy',
  optimizer: { name: 'adam', learningRate: 0.05 },
  epochs: 300,
  seed: 7,
})
const answers = await run.model.predict(xor.x)
const rounded = Array.from(answers.data, (value) => Math.round(value)).join()
if (rounded !== '0,1,1,0') throw new Error(\`XOR was not learnt: \${answers.data}\`)
`
const COMMON_JS = `const { fit, sequential } = require('${SCOPE}/core')
const { native } = require('${SCOPE}/backend-native')
if (typeof fit !== 'function' || typeof sequential !== 'function' || !native) throw new Error('exports missing')
`
const COMMON_JS_TYPES = `${IMPORTS}
export const spec = sequential({ inputShape: [2], layers: [dense({ units: 1, activation: 'sigmoid' })] })
export { fit, native }
`

const begin = performance.now()
const running = new Set()
const folder = mkdtempSync(join(tmpdir(), 'parallax-publish-'))
process.on('exit', cleanUp)
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => process.exit(code))
}
try {
  await check()
  log('publish check passed')
  process.exit(0)
} catch (error) {
  console.error(`publish check failed: ${error.message}`)
  process.exit(1)
}

async function check() {
  const copy = join(folder, 'copy')
  await copyWorkTree(copy)
  await prepare(copy)
  const registry = await startRegistry()
  const environment = await pinnedEnvironment(registry)
  const packages = publicPackages(copy)
  pinManifests(packages, registry)
  await assertLoopback(copy, environment, registry)
  await publish(copy, environment)
  await assertPublished(packages, registry)
  await useFromOutside(environment)
}

/** Copies what git tracks or would track, so that version bumps stay out of the work tree. */
async function copyWorkTree(copy) {
  const listed = await run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  for (const file of listed.split('\0').filter((name) => name && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    copyFileSync(join(root, file), join(copy, file))
  }
}

/** Installs, applies the pending changesets (none is fine: versions stay as they are) and builds. */
async function prepare(copy) {
  await run(pnpmCommand('install', '--frozen-lockfile', '--prefer-offline'), { cwd: copy })
  await run(pnpmCommand('exec', 'changeset', 'version'), { cwd: copy })
  await run(pnpmCommand('exec', 'turbo', 'run', 'build'), { cwd: copy })
  log('a copy of the work tree is installed, versioned and built')
}

/** Starts a registry in this process, on a free loopback port; it passes on other packages only. */
async function startRegistry() {
  const { runServer } = await import('verdaccio')
  const upstream = { url: await npmConfig('registry'), timeout: '60s', max_fails: 5 }
  const certificates = await npmConfig('cafile')
  if (existsSync(certificates)) upstream.ca = readFileSync(certificates)
  const server = await runServer({
    self_path: folder,
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd') } },
    uplinks: { upstream },
    packages: {
      [`${SCOPE}/*`]: { access: '$all', publish: '$authenticated' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
    web: { enable: false },
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const registry = `http://127.0.0.1:${server.address().port}/`
  log(`a registry listens on ${registry}`)
  return registry
}

async function npmConfig(key) {
  return (await run(['npm', 'config', 'get', key])).trim()
}

/**
 * The environment in which npm and pnpm know no registry but ours. Each of them ignores some of these
 * settings, and `npm run` exports variables that win over others, so all are set.
 */
async function pinnedEnvironment(registry) {
  const userconfig = join(folder, 'npmrc')
  const lines = [
    `registry=${registry}`,
    `${SCOPE}:registry=${registry}`,
    `//${new URL(registry).host}/:_authToken=${await signUp(registry)}`,
    'audit=false',
    'fund=false',
  ]
  writeFileSync(userconfig, `${lines.join('\n')}\n`)
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^p?npm_config_(.*registry|userconfig|.*auth.*)$/i.test(name),
  )
  return {
    ...Object.fromEntries(inherited),
    PATH: await pathWithPnpm(),
    NPM_CONFIG_USERCONFIG: userconfig,
    npm_config_userconfig: userconfig,
    npm_config_registry: registry,
    pnpm_config_registry: registry,
  }
}

/** A PATH on which npx has put our pnpm, so that the pinned environment need not fetch it. */
async function pathWithPnpm() {
  const command = ['npx', '--yes', '--package', pnpmVersion()]
  return (await run([...command, 'node', '-p', 'process.env.PATH'])).trim()
}

async function signUp(registry) {
  const response = await fetch(`${registry}-/user/org.couchdb.user:tester`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'tester', password: 'only-on-loopback' }),
  })
  const { token } = await response.json()
  if (!token) throw new Error(`the loopback registry gave no token (status ${response.status})`)
  return token
}

function publicPackages(copy) {
  return ['packages', 'apps']
    .flatMap((parent) => readdirSync(join(copy, parent)).map((name) => join(copy, parent, name)))
    .map((path) => join(path, 'package.json'))
    .filter((file) => existsSync(file))
    .map((file) => ({ file, manifest: JSON.parse(readFileSync(file, 'utf8')) }))
    .filter(({ manifest }) => !manifest.private)
}

function pinManifests(packages, registry) {
  for (const { file, manifest } of packages) {
    const publishConfig = { ...manifest.publishConfig, registry }
    writeFileSync(file, JSON.stringify({ ...manifest, publishConfig }, null, 2))
  }
}

/** Stops unless both tools, asked in the folder and environment of the publishing, name our registry. */
async function assertLoopback(copy, env, registry) {
  for (const key of ['registry', `${SCOPE}:registry`]) {
    for (const manager of ['pnpm', 'npm']) {
      const command = [manager, 'config', 'get', key]
      const answer = (await run(command, { cwd: copy, env })).trim().split('\n').pop()
      if (answer === registry) continue
      throw new Error(
        `${command.join(' ')} answers ${answer}, not ${registry}: nothing was published`,
      )
    }
  }
}

async function publish(copy, env) {
  await run(['pnpm', 'exec', 'changeset', 'publish', '--no-git-tag'], { cwd: copy, env })
}

async function assertPublished(packages, registry) {
  for (const { name, version } of packages.map(({ manifest }) => manifest)) {
    const response = await fetch(`${registry}${name.replace('/', '%2f')}`)
    const published = response.ok ? (await response.json()).versions[version] : undefined
    if (!published) throw new Error(`${name}@${version} did not reach the registry`)
    const unresolved = /"(workspace|catalog):[^"]*"/.exec(JSON.stringify(published))
    if (unresolved) throw new Error(`${name}@${version} was published with ${unresolved[0]}`)
    log(`published ${name}@${version}`)
  }
}

async function useFromOutside(env) {
  const cwd = join(folder, 'consumer')
  mkdirSync(cwd)
  const write = (file, text) => writeFileSync(join(cwd, file), text)
  write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  write('train.mjs', PROGRAM)
  write('train.ts', PROGRAM)
  write('load.cjs', COMMON_JS)
  write('load.cts', COMMON_JS_TYPES)

  await run(['npm', 'install', ...CONSUMED], { cwd, env })
  await run([process.execPath, 'train.mjs'], { cwd })
  log('an ECMAScript module trains XOR')
  await run([process.execPath, 'load.cjs'], { cwd })
  log('a CommonJS module loads the packages')
  await Promise.all([
    typecheck(cwd, 'nodenext', 'nodenext', ['train.ts', 'load.cts']),
    typecheck(cwd, 'esnext', 'bundler', ['train.ts']),
  ])
  const help = await run(['npx', '--no', 'parallax', '--', '--help'], { cwd, env })
  if (!help.includes('parallax')) throw new Error(`parallax --help printed:\n${help}`)
  log('the parallax command starts')
}

async function typecheck(cwd, module, moduleResolution, files) {
  const options = { target: 'es2022', module, moduleResolution }
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  await run([...tool('typescript', 'tsc'), '--noEmit', '--strict', ...words, ...files], { cwd })
  log(
    `TypeScript ${readJson('node_modules/typescript/package.json').version} accepts the types (${moduleResolution})`,
  )
}

/** Runs a command to its end and returns what it printed; it runs in its own group, to be ended whole. */
function run([command, ...args], { cwd = root, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: toolEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32' && ['npm', 'npx', 'pnpm'].includes(command),
    })
    running.add(child)
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text
    })
    const timer = setTimeout(() => kill(child), LONGEST_COMMAND_MS)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      running.delete(child)
      if (code === 0) return resolve(output)
      const line = [command, ...args].join(' ')
      reject(new Error(`${line} ended with ${code ?? signal}\n${output}${errors}`))
    })
  })
}

function cleanUp() {
  for (const child of running) kill(child)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** Ends a command and all that it started. */
function kill(child) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function log(message) {
  console.log(`[${((performance.now() - begin) / 1000).toFixed(1).padStart(5)} s] ${message}`)
}
