// Compiles the script that pages with sliders run to a text, with the hash that a page's content
// policy allows it by. `--check` only says whether the text in the source is up to date.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const folder = join(import.meta.dirname, '../packages/report/src')
const target = join(folder, 'page-script/compiled.ts')

/** In the order in which one needs the other. */
const parts = [
  'svg/show-number.ts',
  'what-if/run-network.ts',
  'what-if/view.ts',
  'page-script/what-if.ts',
]

/** The text of `compiled.ts`. */
export function compiledPageScript() {
  const options = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    removeComments: true,
    verbatimModuleSyntax: true,
  }
  const compiled = parts.map((part) => {
    const source = readFileSync(join(folder, part), 'utf8')
    const { outputText } = ts.transpileModule(source, { compilerOptions: options })
    // All parts stand in one scope, where they know each other by name.
    return outputText.replace(/^import .*\n/gm, '').replace(/^export (?=const|function)/gm, '')
  })
  const script = `(() => {\n${compiled.join('')}})()\n`.replace(/^ +/gm, (spaces) =>
    ' '.repeat(spaces.length / 4),
  )
  const hash = createHash('sha256').update(script).digest('base64')
  return `// Made by scripts/page-script.mjs; do not edit.
export const source = ${JSON.stringify(script)}
export const hash = 'sha256-${hash}'
`
}

if (process.argv[1] === import.meta.filename) {
  if (!process.argv.includes('--check')) writeFileSync(target, compiledPageScript())
  else if (readFileSync(target, 'utf8') !== compiledPageScript()) {
    throw new Error('The script of pages is out of date. Run: node scripts/page-script.mjs')
  }
}
