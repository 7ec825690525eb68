import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const here = import.meta.dirname
const requirements = join(here, 'requirements.txt')
const cache = join(here, '..', '..', '..', 'node_modules', '.parallax')

/** Runs a script of this folder; gives what it printed. */
export type Python = (script: string, ...words: readonly string[]) => Promise<string>

/**
 * Python with ONNX's own checker and an engine other than ours, which are installed once into a
 * folder of this checkout. Undefined where there is no Python with pip; where there is one, in CI, an
 * installation that fails is an error.
 */
export async function findPython(): Promise<Python | undefined> {
  const hasPip = await run('python3', ['-m', 'pip', '--version']).then(
    () => true,
    () => false,
  )
  if (!hasPip) return undefined
  try {
    const packages = await installed()
    const env = { ...process.env, PYTHONPATH: packages }
    return async (script, ...words) => {
      const options = { env, maxBuffer: 2 ** 26 }
      return (await run('python3', [join(here, script), ...words], options)).stdout
    }
  } catch (error) {
    if (process.env.CI) throw error
    console.warn(`skipped what needs Python: ${(error as Error).message}`)
    return undefined
  }
}

async function installed(): Promise<string> {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16)
  const folder = join(cache, `python-${key}`)
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  const aside = mkdtempSync(join(cache, 'python-'))
  const words = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--target',
    aside,
  ]
  await run('python3', [...words, '-r', requirements])
  try {
    renameSync(aside, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error // another test was faster
    rmSync(aside, { recursive: true })
  }
  return folder
}
