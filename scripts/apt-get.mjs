// Packages of the system, where a script may install them: as root, on Debian and its kin.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { attached } from './processes.mjs'

/** Installs packages; resolves to whether that was tried and went well. */
export async function aptGetInstall(...packages) {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return false
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-y', '-qq']
  await attached([...quiet, 'update'])
  return (await attached([...quiet, 'install', '--no-install-recommends', ...packages])) === 0
}

/** The path of a program, if there is one of that name. */
export function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}
