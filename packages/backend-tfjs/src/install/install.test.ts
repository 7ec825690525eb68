import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { engineFolder, installedEngine } from '../engine/folder.js'
import { installTfjs } from './index.js'
import { findTool, runTool } from './run-tool.js'

let folder = ''
const cache = (): string => join(folder, 'cache')
const called = async (): Promise<string[]> =>
  (await readFile(join(folder, 'calls'), 'utf8').catch(() => '')).split('\n').filter(Boolean)

/** Puts a tool on the path that notes how it is called and then does as a test says. */
async function tool(name: string, script: string): Promise<void> {
  const path = join(folder, 'bin', name)
  await writeFile(path, `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\n${script}\n`)
  await chmod(path, 0o755)
}

const engine = "exports.findBackend = () => ({ binding: { TF_Version: '9.9.9' } })"
const npm = (index: string, rebuild: string): Promise<void> =>
  tool(
    'npm',
    `case "$1" in
ci) mkdir -p node_modules/@tensorflow/tfjs-node && cd node_modules/@tensorflow/tfjs-node &&
  echo '{"name":"@tensorflow/tfjs-node","main":"index.js"}' > package.json && cat > index.js << 'END'
${index}
END
;;
rebuild) ${rebuild} ;;
esac`,
  )

/** pip that downloads a file and unpacks libraries, and a compiler that builds a binding, or neither. */
async function pythonAndCompiler(isThere: boolean): Promise<void> {
  const python = `case "$*" in
*download*) for word in "$@"; do case "$word" in --dest=*) touch "\${word#--dest=}/tensorflow.whl";; esac; done ;;
-c*) mkdir -p "$4/tensorflow" && touch "$4/tensorflow/$5" "$4/tensorflow/$6" ;;
esac`
  const compiler = 'for word in "$@"; do last="$word"; done; [ "$1" = --version ] || touch "$last"'
  await tool('python3', isThere ? python : 'exit 1')
  await tool('python', 'exit 1')
  await tool('c++', isThere ? compiler : 'exit 1')
  for (const name of ['g++', 'clang++']) await tool(name, 'exit 1')
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-install-'))
  await mkdir(join(folder, 'bin'))
  vi.stubEnv('PATH', `${join(folder, 'bin')}:/usr/bin:/bin`)
  vi.stubEnv('PARALLAX_CACHE', cache())
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

const hasWheel = process.platform === 'linux' && process.arch === 'x64'

describe.skipIf(process.platform === 'win32')('installTfjs', () => {
  test.skipIf(!hasWheel)('takes the wheel where it can, and what is there already', async () => {
    await npm(engine, 'exit 1')
    await pythonAndCompiler(true)
    const told: string[] = []
    const done = await installTfjs({ onProgress: (message) => told.push(message) })
    expect(done).toMatchObject({ status: 'installed', tensorflow: '9.9.9' })
    expect(done.folder).toBe(engineFolder('wheel'))
    expect(done.folder.startsWith(cache())).toBe(true)
    expect(await readdir(cache())).toEqual([done.folder.slice(cache().length + 1)])
    expect(told.at(-1)).toBe('checking that it loads')
    const calls = await called()
    expect(calls.find((call) => call.startsWith('npm ci'))).toContain('--ignore-scripts')
    expect(calls.some((call) => call.startsWith('npm rebuild'))).toBe(false)
    expect(calls.some((call) => call.includes('--require-hashes'))).toBe(true)

    expect(await installTfjs()).toMatchObject({ status: 'present', folder: done.folder })
    expect(await called()).toEqual(calls)
  })

  test('goes by the official installer where there is no other way', async () => {
    await npm(engine, 'true')
    await pythonAndCompiler(false)
    expect(await installTfjs()).toMatchObject({
      status: 'installed',
      folder: engineFolder('official'),
    })
    expect(installedEngine()).toBe(engineFolder('official'))
    expect((await called()).some((call) => call.startsWith('npm rebuild'))).toBe(true)
  })

  test('says what each way lacks, and leaves nothing behind', async () => {
    const output = ['Error: no network', ...Array.from({ length: 9 }, (_, i) => `line ${i}`)]
    await npm(engine, `${output.map((line) => `echo "${line}" >&2`).join('; ')}; exit 3`)
    await pythonAndCompiler(false)
    const failed = await installTfjs().catch((error: Error) => error.message)
    if (hasWheel) expect(failed).toContain('this machine: it lacks Python 3 with pip')
    expect(failed).toMatch(
      /by the official installer: npm rebuild .* it ended with code 3: Error: no network \| line 5/,
    )
    expect(await readdir(cache())).toEqual([])
  })

  test('puts no engine in its place that does not load', async () => {
    await npm("throw new Error('a library is missing')", 'true')
    await pythonAndCompiler(false)
    await expect(installTfjs()).rejects.toThrow('a library is missing')
    expect(await readdir(cache())).toEqual([])
  })

  test('needs npm', async () => {
    await tool('npm', 'exit 1')
    await expect(installTfjs()).rejects.toThrow('npm is missing')
  })
})

test('a tool gets the settings of the user, not those of an npx around it', async () => {
  vi.stubEnv('npm_config_package', 'parallax')
  vi.stubEnv('npm_config_registry', 'https://example.org')
  const script = 'console.log(process.env.npm_config_package, process.env.npm_config_registry)'
  expect(await runTool(process.execPath, ['-e', script])).toBe('undefined https://example.org\n')
})

test('of several names of a tool the first that runs is found', async () => {
  const words = ['--version']
  expect(await findTool(['no-such-tool', process.execPath], words)).toBe(process.execPath)
  expect(await findTool(['no-such-tool'], words)).toBeUndefined()
})

test('a tool is stopped by its signal', async () => {
  const controller = new AbortController()
  const waiting = runTool(process.execPath, ['-e', 'setTimeout(() => {}, 5000)'], {
    signal: controller.signal,
  })
  controller.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
})
