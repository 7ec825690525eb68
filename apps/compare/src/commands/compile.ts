import { join } from 'node:path'
import { compileModel } from '@parallax-ml/backend-native'
import type { Precision } from '@parallax-ml/core'
import { Option } from 'commander'
import { readSpec } from '../models/read-spec.js'
import { prepareFolder, writeWhole } from '../write-whole.js'
import { type AddCommand, exitCodes, exitCodesHelp } from './command.js'

const examples = `
Examples:
  parallax compile network.json                     WebAssembly for 1, 16 and 256 rows
  parallax compile network.json --out public/model

Where content policies forbid compiling WebAssembly, import the files and give them to
createNativeBackend({ modules }). They hold the arithmetic, not the weights.

${exitCodesHelp}`

/** Adds the command `compile`. */
export const addCompile: AddCommand = (program, { streams: { stdout } }, onExitCode) => {
  program
    .command('compile')
    .argument('<file>', 'a spec as JSON')
    .description('Write the WebAssembly modules that predict with a model.')
    .addOption(
      new Option('--precision <name>', 'width of the numbers')
        .choices(['float32', 'float64'])
        .default('float32'),
    )
    .option('--out <folder>', 'where the files go', '.')
    .addHelpText('after', examples)
    .action(async (path: string, { precision, out }: { precision: Precision; out: string }) => {
      const modules = compileModel(await readSpec(path), { precision })
      await prepareFolder(out)
      for (const { rows, bytes } of modules) {
        const file = join(out, `predict-${rows}.${precision}.wasm`)
        await writeWhole(file, bytes)
        stdout.write(`${file} (${(bytes.length / 1024).toFixed(1)} KiB)\n`)
      }
      onExitCode(exitCodes.done)
    })
}
