// Other versions of Node, fetched from npm into the user's cache: packages that hold nothing but the program.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { quietly } from '../processes.mjs'

/** The newest Node of a major version: its program, and the version it tells. */
export async function nodeOf(major) {
  const program =
    major === process.versions.node.split('.')[0] ? process.execPath : await fetched(major)
  return { program, version: execFileSync(program, ['--version'], { encoding: 'utf8' }).trim() }
}

async function fetched(major) {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${system}-${process.arch}`
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'parallax')
  const place = join(cache, `${name}-${major}`)
  const program = join(place, 'node_modules', name, 'bin', system === 'win' ? 'node.exe' : 'node')
  if (existsSync(program)) return program
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'fetching-'))
  try {
    const words = ['install', '--no-save', '--prefix', work, `${name}@${major}`]
    await quietly(`fetching Node ${major}`, ['npm', ...words])
    rmSync(place, { recursive: true, force: true })
    renameSync(work, place)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return program
}
