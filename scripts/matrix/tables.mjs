// The tables of the matrix, as Markdown.

const count = (tests, accept) => [...tests.values()].filter(accept).length
const isSkipped = ({ status }) => ['skipped', 'pending', 'todo'].includes(status)

/** A row for every run, held against the first. */
export function runTable(runs) {
  const [first] = runs
  const rows = runs.map(({ version, threads, tests, seconds }, i) => [
    version,
    threads,
    count(tests, ({ status }) => status === 'passed'),
    count(tests, ({ status }) => status === 'failed'),
    count(tests, isSkipped),
    i === 0 ? '–' : differences(first.tests, tests).length,
    Math.round(seconds),
  ])
  const titles = [
    'Node',
    'threads',
    'passed',
    'failed',
    'skipped',
    'other than the first',
    'seconds',
  ]
  return table(titles, rows)
}

/** What the first run has passed, failed and skipped, by package and precision. */
export function packageTable({ tests }) {
  const names = [...new Set([...tests.values()].map(({ packageName }) => packageName))].sort()
  const cell = (name, precision) => {
    const of = (accept) =>
      count(
        tests,
        (test) => test.packageName === name && test.precision === precision && accept(test),
      )
    const skipped = of(isSkipped)
    return `${of((test) => !isSkipped(test))}${skipped > 0 ? ` and ${skipped} skipped` : ''}`
  }
  const precisions = ['float32', 'float64', 'either']
  const rows = names.map((name) => [name, ...precisions.map((precision) => cell(name, precision))])
  return table(['package', 'float32', 'float64', 'of no precision'], rows)
}

/** Tests that end otherwise than in the first run, and tests that only one of the two has. */
export function differences(first, tests) {
  const names = new Set([...first.keys(), ...tests.keys()])
  return [...names].flatMap((name) => {
    const [was, is] = [first.get(name)?.status ?? 'absent', tests.get(name)?.status ?? 'absent']
    return was === is ? [] : [`${name}: ${is}, not ${was}`]
  })
}

export const failures = (tests) =>
  [...tests].filter(([, { status }]) => status === 'failed').map(([name]) => name)

export const skips = (tests) =>
  [...tests].filter(([, test]) => isSkipped(test)).map(([name]) => name)

function table(titles, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}
