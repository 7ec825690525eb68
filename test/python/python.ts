import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const requirements = join(import.meta.dirname, 'requirements.txt')

/** Whether there is a Python to read our files with; without one, the tests that need it are skipped. */
export const hasPython = spawnSync('python3', ['-c', 'import venv, ensurepip']).status === 0

/**
 * The Python of an environment that has what requirements.txt lists, made where there is none yet: in
 * the user's cache, so that a fresh clone does not fetch it again.
 */
export function pythonWithTools(): string {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'parallax')
  const place = join(cache, `python-${hash}`)
  const marker = join(place, 'complete')
  if (!existsSync(marker)) {
    mkdirSync(cache, { recursive: true })
    // Environments cannot be moved: made in place, and complete only with the marker.
    rmSync(place, { recursive: true, force: true })
    execFileSync('python3', ['-m', 'venv', place])
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
    execFileSync(join(place, 'bin/python'), [...pip, '-r', requirements], { stdio: 'inherit' })
    renameSync(mkdtempSync(join(cache, 'complete-')), marker)
  }
  return join(place, 'bin/python')
}

/** Runs a script and gives what it prints, as JSON. */
export function runPython(script: string, args: readonly string[]): unknown {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const
  return JSON.parse(execFileSync(pythonWithTools(), ['-c', script, ...args], options))
}
