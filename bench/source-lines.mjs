// Lines per source file of every package: median and largest.
import { readdirSync, readFileSync } from 'node:fs'

const root = new URL('..', import.meta.url)
const filesOf = (folder) =>
  readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.test\.ts$/.test(entry.name),
    )
    .map((entry) => `${entry.parentPath}/${entry.name}`)
const linesOf = (file) => readFileSync(file, 'utf8').split('\n').length - 1

const folders = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(new URL(parent, root)).map((name) => `${parent}/${name}/src`),
)
const rows = folders.map((folder) => {
  const counts = filesOf(folder)
    .map((file) => ({ file, lines: linesOf(file) }))
    .toSorted((a, b) => a.lines - b.lines)
  const largest = counts.at(-1)
  return {
    folder,
    files: counts.length,
    lines: counts.reduce((sum, { lines }) => sum + lines, 0),
    median: counts[counts.length >> 1].lines,
    largest: `${largest.lines} ${largest.file.split('/src/')[1]}`,
  }
})
console.table(rows)
