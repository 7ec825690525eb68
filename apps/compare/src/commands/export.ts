import { writeOnnxFile } from '@parallax-ml/backend-onnx/node'
import { interpreter, OptionError } from '@parallax-ml/core'
import { isOnnx, readModel } from '../models/model-file.js'
import { type AddCommand, exitCodes, exitCodesHelp } from './command.js'

const examples = `
Examples:
  parallax export flowers.safetensors flowers.onnx   for every program that reads ONNX

The file takes any number of rows of features, as numbers, in the order that summary shows; names of
classes are an output of their own, label. How columns of a table become features is kept in it as
well, so that predict takes the file in the place of the model.
${exitCodesHelp}`

/** Adds the command `export`. */
export const addExport: AddCommand = (program, { streams: { stderr } }, onExitCode) => {
  program
    .command('export')
    .argument('<model>', 'what train has kept')
    .argument('<file>', 'where to write it, ending in .onnx')
    .description('Write a model as an ONNX file.')
    .option('--quiet', 'no words on stderr', false)
    .addHelpText('after', examples)
    .action(async (model: string, file: string, { quiet }: { quiet: boolean }) => {
      await exportFile(model, file)
      if (!quiet) stderr.write(`Wrote ${file}\n`)
      onExitCode(exitCodes.done)
    })
}

async function exportFile(modelPath: string, path: string): Promise<void> {
  if (!isOnnx(path)) {
    throw new OptionError({
      where: 'export',
      problem: 'the file has another ending',
      expected: 'a name that ends in .onnx',
      received: path,
    })
  }
  const model = await readModel(modelPath, interpreter)
  await writeOnnxFile(path, model)
}
