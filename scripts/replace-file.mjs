// Files of the repository that scripts write: to the side first, so that none is ever half written.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './processes.mjs'

/** Writes a file, named from the root folder; makes its folder where there is none. */
export function replaceFile(name, content) {
  const path = join(root, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.part`, content)
  renameSync(`${path}.part`, path)
}
