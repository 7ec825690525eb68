// How often every check finds a fault that was planted, and how often it accuses a control without it:
// over seeds, on the backend native. Prints a table; `--json FILE` writes every finding.
import { renameSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { diagnose } from '@parallax-ml/diagnose'
import { plantedFaults } from '@parallax-ml/diagnose/planted'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    first: { type: 'string', default: '1000' },
    only: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(
    'usage: node bench/detectors.mjs [--seeds 20] [--first 1000] [--only check,…] [--json FILE]',
  )
  process.exit(0)
}

const seeds = Number(values.seeds)
const first = Number(values.first)
const only = values.only?.split(',')
const rows = []
for (const { check, fault, control, finds, plant, clean } of plantedFaults) {
  if (only && !only.includes(check)) continue
  const count = async (make) => {
    let found = 0
    for (let seed = first; seed < first + seeds; seed++) {
      const { recipe, data, options } = make(seed)
      const { findings } = await diagnose(recipe, data, {
        ...options,
        backend: native,
        seed,
        checks: [check],
      })
      if (finds.includes(findings[0].severity)) found++
    }
    return found
  }
  const started = performance.now()
  const row = {
    check,
    fault,
    control,
    found: await count(plant),
    falseAlarms: await count(clean),
    seeds,
  }
  row.seconds = Number(((performance.now() - started) / 1000).toFixed(1))
  rows.push(row)
  console.log(
    `${check}: found ${row.found} of ${seeds}, false alarms ${row.falseAlarms} of ${seeds}, ${row.seconds} s`,
  )
}
console.table(
  rows.map(({ check, fault, found, falseAlarms }) => ({
    check,
    fault,
    found: `${found} of ${seeds}`,
    'false alarms': `${falseAlarms} of ${seeds}`,
  })),
)
if (values.json) {
  writeFileSync(`${values.json}.tmp`, `${JSON.stringify(rows, null, 2)}\n`)
  renameSync(`${values.json}.tmp`, values.json)
}
const bad = rows.filter(
  ({ found, falseAlarms }) => falseAlarms > 0.1 * seeds || found < 0.5 * seeds,
)
for (const { check } of bad) console.log(`${check}: too many false alarms, or too seldom found`)
const range = (key) => {
  const counts = rows.map((row) => row[key])
  return `${Math.min(...counts)} to ${Math.max(...counts)}`
}
console.log(
  `${rows.length} checks, over ${seeds} seeds: found ${range('found')} times, false alarms ${range('falseAlarms')}`,
)
process.exitCode = bad.length === 0 ? 0 : 1
