// Runs unit tests of a copy of the packages, whenever its parent process asks for some, and keeps what it
// has transformed. A question is { changed, files }: a source that has another text now, and the test
// files to run until one fails; the answer is { failure }, or {}. Tells its parent of every test that ends.
import { createVitest } from 'vitest/node'

const conditions = ['parallax-source', 'node', 'import', 'default']
const vitest = await createVitest(
  'test',
  {
    root: process.argv[2],
    config: false,
    watch: false,
    bail: 1,
    maxWorkers: 1,
    testTimeout: 120_000,
    include: ['packages/*/src/**/*.test.ts'],
    reporters: [{ onTestCaseResult: () => process.send({ alive: true }) }],
  },
  { configFile: false, resolve: { conditions }, ssr: { resolve: { conditions } } },
)
await vitest.globTestSpecifications()

let before
process.on('message', async ({ changed, files }) => {
  // What was changed before has its own text again.
  for (const file of [before, changed]) if (file !== undefined) vitest.invalidateFile(file)
  before = changed
  const wanted = files.flatMap((file) => vitest.getModuleSpecifications(file))
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(wanted)
  // Vitest's answer has the files of earlier questions too.
  const asked = testModules.filter(({ moduleId }) => files.includes(moduleId))
  process.send({ answer: { failure: failureOf(asked, unhandledErrors) } })
})
process.on('disconnect', () => process.exit(0))
process.send({ alive: true })

function failureOf(modules, unhandled) {
  for (const { moduleId, children } of modules) {
    const [failed] = children.allTests('failed')
    if (failed !== undefined) return failure(failed.fullName, failed.result().errors, moduleId)
  }
  for (const module of modules) {
    const errors = [module, ...module.children.allSuites()].flatMap((one) => one.errors())
    if (errors.length > 0) {
      return failure('(a file of tests does not start)', errors, module.moduleId)
    }
  }
  if (unhandled.length > 0) return failure('(an error outside of any test)', unhandled)
}

function failure(by, errors, moduleId) {
  return {
    by,
    noticedBy: moduleId?.split('/src/').at(-1),
    message: errors
      .map(({ stack, message }) => stack ?? message)
      .join('\n')
      .slice(0, 2000),
  }
}
