import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path/posix'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

process.chdir(join(import.meta.dirname, '..'))

/** Which workspace packages a package may import. Apps, examples and bench may import all. */
const arrows: Record<string, string[]> = {
  'packages/core': [],
  'packages/backend-*': ['core'],
  'packages/conformance': ['core'],
  'packages/datasets': ['core'],
  'packages/interpret': ['core'],
  'packages/diagnose': ['core', 'interpret', 'report'],
  'packages/report': ['core'],
}
/** Packages that run wherever JavaScript does, but for their src/node/. */
const portable = ['packages/core', 'packages/datasets']
const everything = /^(apps\/|examples$|bench$)/
const scope = '@parallax-ml/'

const parents = ['packages', 'apps'].filter((parent) => existsSync(parent))
const folders = parents
  .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)))
  .concat('examples', 'bench')
  .filter((folder) => existsSync(join(folder, 'package.json')))

describe.each(folders)('%s', (folder) => {
  const rule = folder.replace(/backend-.*/, 'backend-*')
  const { dependencies, devDependencies, peerDependencies } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const declared = Object.keys({ ...dependencies, ...peerDependencies })
  const declaredForTests = [...declared, ...Object.keys({ ...devDependencies })]

  test('has a row in the table of test/architecture.test.ts', () => {
    const isKnown = everything.test(folder) || rule in arrows
    expect(isKnown, `say there what ${folder} may import`).toBe(true)
  })

  test('declares only workspace packages that it may import, and core never as a peer', () => {
    expect(declared.filter((name) => isForbidden(name, false))).toEqual([])
    expect(Object.keys({ ...peerDependencies })).not.toContain(`${scope}core`)
  })

  test('imports only what it may and what its package.json declares', () => {
    const complaints = sourcesOf(folder).flatMap((file) =>
      importsOf(file).flatMap((name) => {
        const reason = complaint(file, name)
        return reason ? [`${file} imports ${name}: ${reason}`] : []
      }),
    )
    expect(complaints).toEqual([])
  })

  function complaint(file: string, name: string): string | undefined {
    const isTest = file.endsWith('.test.ts')
    if (name.startsWith('.')) {
      const place = join(dirname(file), name)
      const isOutside = relative(folder, place).startsWith('..')
      const isHelper = isTest && place.startsWith('test/') // what tests of all packages share
      return isOutside && !isHelper ? 'import another package by its name' : undefined
    }
    if (isBuiltin(name)) {
      const isPortable = portable.includes(folder) && !file.startsWith(`${folder}/src/node/`)
      return isPortable && !isTest ? 'only src/node/ may use modules of Node' : undefined
    }
    const packageName = name.split('/', name.startsWith('@') ? 2 : 1).join('/')
    if (isForbidden(packageName, isTest)) return `${folder} must not know that package`
    const known = isTest ? [...declaredForTests, 'vitest', 'fast-check'] : declared
    return known.includes(packageName) ? undefined : `declare it in ${folder}/package.json`
  }

  function isForbidden(packageName: string, isTest: boolean): boolean {
    if (!packageName.startsWith(scope) || everything.test(folder)) return false
    const extra = isTest && rule === 'packages/backend-*' ? ['conformance'] : []
    return ![...(arrows[rule] ?? []), ...extra].includes(packageName.slice(scope.length))
  }
})

function sourcesOf(folder: string): string[] {
  const start = existsSync(join(folder, 'src')) ? join(folder, 'src') : folder
  return readdirSync(start, { recursive: true, encoding: 'utf8' })
    .map((file) => join(start, file.replaceAll('\\', '/')))
    .filter((file) => /\.m?[jt]s$/.test(file) && !file.includes('node_modules'))
}

function importsOf(file: string): string[] {
  return ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.map((found) => found.fileName)
}
