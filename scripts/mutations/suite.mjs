// The conformance suite on a copy of the packages, in a process of its own.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const RUNNER = fileURLToPath(new URL('./run-suite.mjs', import.meta.url))
/** Longest that a case may take: a fault may make it go round for ever. */
const PATIENCE_MS = 120_000

/**
 * Runs the suite until a case fails, as run-suite.mjs is ordered to. Resolves to `failure`, the case
 * and its message, or to the number of `cases` and the runs that are `unsupported`.
 */
export function runSuite(order) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [RUNNER, JSON.stringify(order)])
    const kill = () => child.kill('SIGKILL')
    process.on('exit', kill)
    let [output, errors, isLate] = ['', '', false]
    let timer = watch()
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
      clearTimeout(timer)
      timer = watch()
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      process.off('exit', kill)
      const [what, message] = isLate
        ? ['does not end', '']
        : ['ends the process', `by ${signal ?? code}\n${errors}`]
      resolve(resultOf(output, what, message))
    })

    function watch() {
      return setTimeout(() => {
        isLate = true
        kill()
      }, PATIENCE_MS)
    }
  })
}

/** What the lines say; of a suite that did not end, the case that was running failed. */
function resultOf(output, what, message) {
  const lines = output
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => (line.startsWith('{') ? JSON.parse(line) : []))
  const last = lines.at(-1) ?? {}
  if ('cases' in last) {
    return { ...last, unsupported: lines.flatMap(({ unsupported }) => unsupported ?? []) }
  }
  if ('failed' in last) {
    const { failed, message: text } = last
    return { failure: { by: failed, noticedBy: failed, message: text } }
  }
  const { running } = last
  return { failure: { by: `${running ?? 'the suite'} (${what})`, noticedBy: running, message } }
}
