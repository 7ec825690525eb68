// Libraries that only the bench compares with are not among the project's dependencies: they weigh
// some 440 MB. `npm run bench -- --install` puts them into a folder of their own.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = join(import.meta.dirname, '..', '.contenders')
const packages = [
  '@tensorflow/tfjs@4.22.0',
  '@tensorflow/tfjs-backend-wasm@4.22.0',
  'brain.js@2.0.0-beta.24',
]

/** Fetches the libraries, without the scripts that would build parts for graphics cards. */
export function installContenders() {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', ...packages]
  const { status } = spawnSync('npm', words, { cwd: folder, stdio: 'inherit' })
  if (status !== 0) throw new Error('npm could not install the libraries to compare with')
}

/** A library of that folder, or of the project. */
export async function importInstalled(name) {
  const from = existsSync(folder) ? join(folder, 'package.json') : import.meta.filename
  return import(pathToFileURL(createRequire(from).resolve(name)).href)
}

/** Why a library cannot take part, or undefined. */
export function missing(name) {
  try {
    const from = existsSync(folder) ? join(folder, 'package.json') : import.meta.filename
    createRequire(from).resolve(name)
    return undefined
  } catch {
    return `${name} is not installed`
  }
}
