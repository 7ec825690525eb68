// How the scripts start other programs: always in the root folder, without telemetry.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

export function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'))
}

/** The environment for other programs: no telemetry, and no options of an npx that started this script. */
export function toolEnvironment(env = process.env) {
  const kept = Object.entries(env).filter(([name]) => !/^npm_config_(package|call)$/i.test(name))
  return { ...Object.fromEntries(kept), TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
}

/** The exact pnpm that package.json names, as npx wants it: pnpm@1.2.3. */
export function pnpmVersion() {
  return readJson('package.json').packageManager.split('+')[0]
}

/** The command line that runs pnpm; npx fetches it where needed. */
export function pnpmCommand(...args) {
  return ['npx', '--yes', pnpmVersion(), ...args]
}

/** The command line that runs a command of an installed package, with this Node. */
export function tool(name, command = name) {
  const { bin } = readJson(join('node_modules', name, 'package.json'))
  const script = typeof bin === 'string' ? bin : bin[command]
  return [process.execPath, join(root, 'node_modules', name, script)]
}

/** Runs a command with this process's own input and output; resolves to its exit code. */
export function attached(command) {
  return new Promise((resolve, reject) => {
    const child = start(command, { stdio: 'inherit' })
    // A terminal sends Ctrl-C to the child as well, which may finish in its own way; SIGTERM is passed on.
    let received
    const note = (signal) => {
      received = signal
      if (signal === 'SIGTERM') child.kill(signal)
    }
    process.on('SIGINT', note).on('SIGTERM', note)
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('SIGINT', note).off('SIGTERM', note)
      if (received && code !== 0) process.kill(process.pid, received)
      else resolve(code ?? 1)
    })
  })
}

/** Thrown when a command run quietly fails; its output has then been printed. */
export class CommandError extends Error {}

/** Runs a command with one line on stderr; what it prints is shown only if it fails. */
export function quietly(title, command) {
  console.error(`parallax: ${title} …`)
  return new Promise((resolve, reject) => {
    // With CI set, no tool asks questions that nobody would see.
    const env = { ...process.env, CI: 'true' }
    const child = start(command, { stdio: ['ignore', 'pipe', 'pipe'], env })
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve()
      process.stderr.write(Buffer.concat(output))
      reject(new CommandError(`${title} failed: ${command.join(' ')} (exit code ${code})`))
    })
  })
}

function start([command, ...args], { env, stdio }) {
  const shell = process.platform === 'win32' && ['npm', 'npx'].includes(command)
  return spawn(command, args, { cwd: root, env: toolEnvironment(env), shell, stdio })
}
