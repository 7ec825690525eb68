// The report of `mutate.mjs`: what was planted, and what caught it.

/** The whole report; the same for the same results. */
export function reportOf(areas, results, { cases, all }) {
  const survivors = results.filter(({ failures }) => failures.length === 0)
  const caught = results.length - survivors.length
  return `# Planted faults

**${results.length} faults planted, ${caught} caught, ${survivors.length} survivors; ${cases} cases.**

Written by \`node scripts/mutate.mjs\`, which plants faults into a copy of core's source, one at a
time, and runs the conformance suite on core's interpreter in both precisions. ${all ? whenAll : whenFirst}

${areas.map((area) => sectionOf(area, results, all)).join('\n')}
${survivorsOf(survivors)}`
}

const whenAll = `"Caught by" is the
first case, in the order of the suite, that fails; the last column counts all that fail.`

const whenFirst = `A run stops at
the first case that fails, which is "caught by": those that are named after the file come first, then
those of the nearest level, and all are run in float64 before any is in float32. How many cases catch
each fault, \`--all\` counts.`

function sectionOf({ title, mutations }, results, all) {
  const rows = results
    .filter(({ name, failures }) => failures.length > 0 && mutations.some((m) => m.name === name))
    .map(({ fault, file, failures }) =>
      row(fault, `\`${file}\``, failures[0].failed, ...(all ? [failures.length] : [])),
    )
  return `## ${title}

| fault | file in core/src | caught by |${all ? ' cases |' : ''}
|---|---|---|${all ? '---:|' : ''}
${rows.join('\n')}
`
}

function survivorsOf(survivors) {
  if (survivors.length === 0) return '## Survivors\n\nNone.\n'
  const rows = survivors.map(({ fault, file, survives }) =>
    row(fault, `\`${file}\``, survives ?? '**not known before**'),
  )
  return `## Survivors

| fault | file in core/src | reason |
|---|---|---|
${rows.join('\n')}
`
}

const row = (...cells) =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
