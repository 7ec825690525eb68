// Writes src/version.ts from package.json, so that a release needs no second place to edit.
import { readFileSync, writeFileSync } from 'node:fs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const source = `/** The version of this package. Written by its build, from package.json. */
export const version = '${version}'
`
if (readFileSync('src/version.ts', 'utf8') !== source) writeFileSync('src/version.ts', source)
