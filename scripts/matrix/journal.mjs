// Runs of the matrix that have ended, so that a call that is interrupted goes on.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../processes.mjs'
import { replaceFile } from '../replace-file.mjs'

const folder = join('parallax-results', 'matrix')

/** The place of one run of the tree as it is: what was committed, and what has changed since. */
export function journalOf(run) {
  const git = (...words) => execFileSync('git', words, { cwd: root, maxBuffer: 2 ** 28 })
  const hash = createHash('sha256').update(JSON.stringify(run))
  hash.update(git('rev-parse', 'HEAD:packages')).update(git('diff', 'HEAD', '--', 'packages'))
  const file = join(folder, `${hash.digest('hex').slice(0, 16)}.json`)
  return {
    read() {
      if (!existsSync(join(root, file))) return undefined
      const { tests, ...rest } = JSON.parse(readFileSync(join(root, file), 'utf8'))
      return { ...rest, tests: new Map(tests) }
    },
    write({ tests, ...rest }) {
      replaceFile(file, JSON.stringify({ ...rest, tests: [...tests] }))
    },
  }
}
