// What has been proven when, in docs/proof.json, and the table that the README makes of it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, root } from '../processes.mjs'
import { replaceFile } from '../replace-file.mjs'
import { steps } from './steps.mjs'

const file = join('docs', 'proof.json')
const marks = ['<!-- proven: written by npm run nightly -- --write -->', '<!-- /proven -->']

/** The results of earlier runs: `{ [step]: { figure, isProven, seconds, day, machine } }`. */
export const readProof = () => readJson(file)

/** Keeps results, and puts them into the README's table. */
export function writeProof(results) {
  const all = { ...readProof(), ...results }
  const kept = steps.flatMap(({ name }) => (name in all ? [[name, all[name]]] : []))
  replaceFile(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
  replaceFile('README.md', withTable(readFileSync(join(root, 'README.md'), 'utf8'), all))
}

/** A page with the table between its marks. */
export function withTable(page, results) {
  const [before, rest] = split(page, marks[0])
  const [, after] = split(rest, marks[1])
  return `${before}${marks[0]}\n\n${tableOf(results)}\n\n${marks[1]}${after}`
}

function tableOf(results) {
  const rows = steps.flatMap(({ name, proves, command }) => {
    if (!(name in results)) return []
    const { figure, isProven, day, seconds } = results[name]
    return `| ${proves} | ${isProven ? '' : 'NOT PROVEN: '}${figure.replaceAll('|', '\\|')} | \`${command}\` | ${day} | ${duration(seconds)} |`
  })
  const machines = [...new Set(Object.values(results).map(({ machine }) => machine))]
  const title = ['| what | figure | command | on | took |', '|---|---|---|---|---:|']
  return [...title, ...rows, '', `On ${machines.join('; ')}.`].join('\n')
}

const duration = (seconds) =>
  seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`

function split(text, mark) {
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`README.md has no line ${mark}`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}
