// The unit tests of a copy of the packages, in a process that stays from one fault to the next.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const RUNNER = fileURLToPath(new URL('./run-tests.mjs', import.meta.url))
/** Longest that a test may take: a fault may make it go round for ever. */
const PATIENCE_MS = 180_000

/** Opens the tests of a copy; `run` resolves to the `failure` of the first test that fails, if any does. */
export function openTests(folder) {
  let child
  const close = () => child?.kill('SIGKILL')
  process.on('exit', close)
  return { run, close }

  function run(question) {
    child ??= start(folder)
    const started = child
    return new Promise((resolve) => {
      let timer = watch()
      started.on('message', heard)
      started.once('close', ended)

      function heard({ answer }) {
        clearTimeout(timer)
        if (answer === undefined) timer = watch()
        else settle(answer)
      }
      function ended(code, signal) {
        child = undefined
        const message = `the process ends by ${signal ?? code}\n${started.errors}`
        settle({ failure: { by: '(the tests do not end)', message } })
      }
      function watch() {
        return setTimeout(() => started.kill('SIGKILL'), PATIENCE_MS)
      }
      function settle(result) {
        clearTimeout(timer)
        started.off('message', heard).off('close', ended)
        resolve(result)
      }
      started.send(question)
    })
  }
}

function start(folder) {
  const child = fork(RUNNER, [folder], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  child.errors = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    child.errors = (child.errors + text).slice(-4000)
  })
  return child
}

/**
 * The test files in the order in which they are asked about a fault, group by group: the one it names,
 * the one of the file's name, those of its folder, of the folders around, and all others.
 */
export function nearestTests({ file, tests }, files) {
  const path = file.split('/')
  const folders = path.map((_, i) => path.slice(0, path.length - 1 - i).join('/'))
  const chosen = [
    (name) => name === tests,
    (name) => name === file.replace(/\.ts$/, '.test.ts'),
    ...folders.map((folder) => (name) => folder === '' || name.startsWith(`${folder}/`)),
  ]
  const taken = new Set()
  return chosen
    .map((isNear) => files.filter((name) => isNear(name) && !taken.has(name) && taken.add(name)))
    .filter((group) => group.length > 0)
}
