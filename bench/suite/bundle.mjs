// What a browser would load: sources and all that they import, in minified files.
import { rolldown } from 'rolldown'

/** Bundles a module for browsers, from the sources of the workspace; the text of one ES module. */
export async function bundle(entry) {
  const files = await bundleFiles(entry)
  if (files.length !== 1) throw new Error(`${entry} became ${files.length} files`)
  return files[0].code
}

/** The same where a module loads others on demand: all files, and what each of them imports. */
export async function bundleFiles(entry, plugins = []) {
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    resolve: { conditionNames: ['parallax-source', 'browser', 'import', 'default'] },
    logLevel: 'silent',
    plugins,
  })
  try {
    const { output } = await build.generate({ format: 'esm', minify: true })
    return output.map(({ fileName, code, isEntry, imports, dynamicImports }) => {
      return { fileName, code, isEntry, imports: [...imports, ...dynamicImports] }
    })
  } finally {
    await build.close()
  }
}
