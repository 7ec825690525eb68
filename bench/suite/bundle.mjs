// What a browser would load: sources and all that they import, in one minified file.
import { rolldown } from 'rolldown'

/** Bundles a module for browsers, from the sources of the workspace; the text of one ES module. */
export async function bundle(entry) {
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    resolve: { conditionNames: ['parallax-source', 'browser', 'import', 'default'] },
    logLevel: 'silent',
  })
  try {
    const { output } = await build.generate({ format: 'esm', minify: true })
    if (output.length !== 1) throw new Error(`${entry} became ${output.length} files`)
    return output[0].code
  } finally {
    await build.close()
  }
}
