import { spawn } from 'node:child_process'
import { UnsupportedError } from '@parallax-ml/core'

/** How a program is run for the installer. */
export interface ToolRun {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly signal?: AbortSignal | undefined
}

/** The environment without the settings of an npx or pnpm that started this process. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(config_(package|call|frozen_lockfile|omit|ignore_scripts)|package_.*)$/i.test(name),
  )
  return Object.fromEntries(own)
}

/**
 * Runs a program and gives what it wrote to its standard output.
 * @throws {UnsupportedError} with the end of what it wrote, if it fails or does not exist.
 */
export function runTool(
  command: string,
  words: readonly string[],
  { cwd, env = {}, signal }: ToolRun = {},
): Promise<string> {
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      cwd,
      env: { ...ownEnvironment(), ...env },
      // npm is a script on Windows, which only a shell starts.
      shell: process.platform === 'win32' && command === 'npm',
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    let output = ''
    let all = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
      all += chunk
    })
    child.stderr.on('data', (chunk) => {
      all += chunk
    })
    child.on('error', (cause) => reject(signal?.aborted ? signal.reason : failure(cause.message)))
    child.on('close', (code) => {
      if (code === 0) resolve(output)
      else reject(failure(`it ended with code ${code}: ${lastLines(all)}`))
    })
    const failure = (problem: string) =>
      new UnsupportedError({ where: [command, ...words.slice(0, 3)].join(' '), problem })
  })
}

/** The line that names an error, if there is one, and the last lines. */
function lastLines(text: string): string {
  const lines = text.trim().split('\n')
  const telling = lines.find((line) => /\bError: /.test(line))
  const last = lines.slice(-4)
  return [...(telling && !last.includes(telling) ? [telling] : []), ...last].join(' | ')
}

/** The first of some programs that runs. */
export async function findTool(
  commands: readonly string[],
  words: readonly string[],
): Promise<string | undefined> {
  for (const command of commands) {
    const works = await runTool(command, words).then(
      () => true,
      () => false,
    )
    if (works) return command
  }
  return undefined
}
