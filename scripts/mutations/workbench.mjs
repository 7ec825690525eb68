// A copy of all packages outside of the work tree, which faults are planted into, one at a time.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import ts from 'typescript'
import { root } from '../processes.mjs'

const workspace = join(root, 'packages') + sep
const LEFT_OUT = ['node_modules', 'dist', '.turbo']
/** Packages that the conformance suite runs compiled; unit tests run the sources. */
const isCompiled = (name) => /^(core|conformance|backend-.*)$/.test(name)

/** Copies the packages to a folder; they find each other there, and all else where the work tree has it. */
export function layOut(folder) {
  for (const name of readdirSync(workspace)) {
    const to = join(folder, 'packages', name)
    const filter = (path) => !LEFT_OUT.includes(basename(path))
    cpSync(join(workspace, name), to, { recursive: true, filter })
    linkDependencies(join(workspace, name, 'node_modules'), join(to, 'node_modules'))
    if (isCompiled(name)) compileFolder(join(to, 'src'))
  }
  cpSync(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'))
  for (const name of ['node_modules', 'test']) {
    symlinkSync(join(root, name), join(folder, name), 'junction')
  }
}

function linkDependencies(from, to) {
  if (!existsSync(from)) return
  for (const name of readdirSync(from)) {
    if (name.startsWith('.')) continue
    if (name.startsWith('@')) linkDependencies(join(from, name), join(to, name))
    else link(realpathSync(join(from, name)), join(to, name))
  }
}

function link(target, path) {
  mkdirSync(dirname(path), { recursive: true })
  const packages = join(path.slice(0, path.lastIndexOf(`${sep}packages${sep}`)), 'packages')
  const isOurs = target.startsWith(workspace)
  symlinkSync(isOurs ? join(packages, target.slice(workspace.length)) : target, path, 'junction')
}

function compileFolder(from) {
  for (const file of readdirSync(from, { recursive: true })) {
    if (file.endsWith('.ts') && !file.endsWith('.test.ts')) compile(join(from, file))
  }
}

/** Strips the types, as tsc would: packages/x/src/y.ts becomes packages/x/dist/y.js. */
function compile(path) {
  const { outputText, diagnostics } = ts.transpileModule(readFileSync(path, 'utf8'), {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      verbatimModuleSyntax: true,
    },
  })
  if (diagnostics.length > 0) {
    throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(diagnostics[0].messageText, '\n')}`)
  }
  const to = path.replace(`${sep}src${sep}`, `${sep}dist${sep}`).replace(/\.ts$/, '.js')
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, outputText)
}

/** Calls back while a fault is planted; resolves to what the call does. */
export async function withPlanted(folder, { unit, file, find, replace }, work) {
  const path = join(folder, 'packages', unit.package, 'src', file)
  const text = readFileSync(path, 'utf8')
  const write = (changed) => {
    writeFileSync(path, changed)
    if (isCompiled(unit.package)) compile(path)
  }
  write(text.split(find).join(replace))
  try {
    return await work(path)
  } finally {
    write(text)
  }
}
