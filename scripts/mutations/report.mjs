// The reports: a page a unit, and an overview; the same for the same results, but for machine and date.
import { join } from 'node:path'
import { machine } from '../machine.mjs'
import { replaceFile } from '../replace-file.mjs'
import { checksOf } from './examine.mjs'
import { faultsOf } from './units.mjs'

const FOLDER = join('docs', 'conformance')

/** Writes the page of every unit whose faults have all been examined, and the overview if all have. */
export function writeReports(units, results) {
  const planted = units.filter((unit) => faultsOf(unit).length > 0)
  const whole = planted.filter((unit) => faultsOf(unit).every(results.isKnown))
  for (const unit of whole) write(pageName(unit), pageOf(unit, results))
  if (whole.length === planted.length) write('mutations.md', overviewOf(planted, results))
}

const pageName = ({ name }) => `mutations-${name}.md`

function write(name, text) {
  replaceFile(join(FOLDER, name), text)
  console.error(`wrote ${join(FOLDER, name)}`)
}

function overviewOf(units, results) {
  const faults = units.flatMap((unit) => faultsOf(unit).map(results.of))
  const rows = units.map((unit) => {
    const own = faults.filter((fault) => fault.unit === unit)
    const seconds = [...own, ...checksOf(unit).map((check) => results.of({ unit, check }))]
    const survivors = own.filter(({ by }) => by === undefined).length
    return row(
      `[${unit.name}](${pageName(unit)})`,
      own.length,
      own.length - survivors,
      survivors,
      checksOf(unit)
        .map((check) => nameOf(check, unit, results))
        .join(', '),
      Math.round(seconds.reduce((total, one) => total + one.seconds, 0)),
    )
  })
  return `# Planted faults

**${counts(faults)}**

Written by \`npm run mutate\`, which plants faults into copies of the packages, one at a time, each the
kind of mistake that a good engineer makes, and runs the conformance suite on that backend, or the unit
tests of the package, until one fails: those nearest to the fault first.

| unit | planted | caught | survive | noticed by | seconds |
|---|---:|---:|---:|---|---:|
${rows.join('\n')}

Seconds are those of one process, two of which ran at once, with the runs without a fault that come first:
${machine()}, ${new Date().toISOString().slice(0, 10)}.

${survivorsOf(faults)}`
}

function nameOf(check, unit, results) {
  if (check === 'unit tests') return check
  return `${results.of({ unit, check }).cases} cases on ${check}`
}

function pageOf(unit, results) {
  const faults = faultsOf(unit).map(results.of)
  const sections = unit.areas.map(({ title }) => {
    const rows = faults
      .filter(({ area, by }) => area === title && by !== undefined)
      .map(({ fault, file, by }) => row(fault, `\`${file}\``, by))
    return `## ${title}

| fault | file in ${unit.package}/src | caught by |
|---|---|---|
${rows.join('\n')}
`
  })
  return `# Planted faults: ${unit.name}

**${counts(faults)}**

Written by \`npm run mutate\`; [what it does, and all units](mutations.md).

${sections.join('\n')}
${survivorsOf(faults)}`
}

function counts(faults) {
  const survivors = faults.filter(({ by }) => by === undefined).length
  const caught = faults.length - survivors
  return `${faults.length} faults planted, ${caught} caught, ${survivors} survivors.`
}

function survivorsOf(faults) {
  const rows = faults
    .filter(({ by }) => by === undefined)
    .map(({ unit, fault, file, survives }) =>
      row(fault, `\`${unit.package}/src/${file}\``, survives ?? '**not known before**'),
    )
  if (rows.length === 0) return '## Survivors\n\nNone.\n'
  return `## Survivors

| fault | file | why nothing notices it |
|---|---|---|
${rows.join('\n')}
`
}

const row = (...cells) =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
