import {
  createProgram,
  GraphBuilder,
  inputsOf,
  lowerModel,
  type Model,
  type NodeOf,
  OptionError,
  type Program,
  suggest,
  UnsupportedError,
  weightInputs,
} from '@parallax-ml/core'
import { Emission } from '../emission/emission.js'
import { findFusions } from '../emission/fusions.js'
import { emitNodes } from '../emission/operations/index.js'
import { GraphWriter } from '../writer/graph-writer.js'
import { modelBytes } from '../writer/model.js'
import { sameBytes } from '../writer/same-bytes.js'
import { addLabels } from './labels.js'
import { type ExportOptions, type ParsedExportOptions, parseExportOptions } from './options.js'
import { standardize } from './standardize.js'
import { keepWeights } from './weights.js'

/**
 * Sizes that stand for the number of rows. No other size of a network is a multiple of one of them,
 * so every multiple grows with the rows; both must give the same file.
 */
const [batchSize, otherBatchSize] = [7919, 7907] as const

/**
 * A trained model as the bytes of a self-contained `.onnx` file for inference, of ordinary ONNX
 * operations (opset 21): inputs and outputs have the model's names and any number of rows, weights
 * are initialisers `layer/weight`. Images stay `[rows, height, width, channels]`.
 *
 * @throws {OptionError} if an option is unknown or does not fit the model.
 * @throws {UnsupportedError} if a layer works otherwise for other numbers of rows.
 *
 * @example
 * await writeFile('iris.onnx', exportOnnx(model, { classNames: ['setosa', 'versicolor', 'virginica'] }))
 */
export function exportOnnx(model: Model, options: ExportOptions = {}): Uint8Array {
  const asked = parseExportOptions(options)
  const parsed = { ...asked, classNames: asked.classNames ?? classNamesOf(model) }
  const bytes = bytesFor(model, parsed, batchSize)
  const other = bytesFor(model, parsed, otherBatchSize)
  if (sameBytes(bytes, other)) return bytes
  throw new UnsupportedError({
    where: 'exportOnnx',
    problem: 'the model does not work alike for every number of rows',
    hint: 'Look for a layer that uses the number of rows itself.',
  })
}

function bytesFor(model: Model, options: ParsedExportOptions, rows: number): Uint8Array {
  requireInputs(model, options)
  const program = inferenceProgram(model, rows)
  const { precision, metadata, classNames } = options
  const details = { classNames, preprocessing: model.details?.preprocessing }
  const writer = new GraphWriter(options.name)
  const fusions = findFusions(program.graph, Object.values(program.outputs))
  const fed = inputsOf(program.graph).filter(({ attributes }) => attributes.source === 'feed')
  const batch = { size: rows, input: fed[0]!.attributes.name }
  const { graph } = program
  const e = new Emission({ writer, graph, precision, fusions, style: 'plain', batch })
  for (const node of fed) addInput(e, node, options)
  keepWeights(e, model)
  emitNodes(e)
  for (const [name, id] of Object.entries(program.outputs)) {
    e.writer.node('Identity', [e.full(id)], {}, name)
    writer.output(name, e.typeOf('float'), ['rows', ...graph.nodes[id]!.shape.slice(1)])
  }
  if (classNames !== undefined) addLabels(e, program, classNames)
  const kept = Object.entries(details)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, JSON.stringify(value)])
  return modelBytes(writer, { ...Object.fromEntries(kept), ...metadata })
}

/** The class names that a model of one output has. */
function classNamesOf({ details, architecture }: Model): readonly string[] | undefined {
  const names = details?.classNames
  const [output, ...others] = Object.keys(architecture.outputs)
  if (others.length > 0) return undefined
  return Array.isArray(names) ? names : Object(names)[output!]
}

/** The forward pass for so many rows. */
function inferenceProgram({ architecture }: Model, rows: number): Program {
  const b = new GraphBuilder()
  const weights = weightInputs(b, architecture.layout)
  const inputs = Object.fromEntries(
    Object.entries(architecture.inputRows).map(([name, { shape }]) => [
      name,
      b.input({ name, source: 'feed', shape: [rows, ...shape], dtype: 'float' }),
    ]),
  )
  const { outputs } = lowerModel({ builder: b, architecture, weights, inputs, training: false })
  return createProgram(b, { outputs })
}

function requireInputs({ architecture }: Model, { standardization }: ParsedExportOptions): void {
  const names = Object.keys(architecture.inputs)
  for (const name of Object.keys(standardization)) {
    if (names.includes(name)) continue
    throw new OptionError({
      where: 'exportOnnx.standardization',
      problem: `there is no input '${name}'`,
      hint: suggest(name, names),
    })
  }
}

function addInput(e: Emission, node: NodeOf<'input'>, { standardization }: ParsedExportOptions) {
  const { name } = node.attributes
  e.writer.input(name, e.typeOf('float'), ['rows', ...node.shape.slice(1)])
  const moments = standardization[name]
  const value = moments === undefined ? name : standardize(e, node, moments)
  e.keep(node.id, { name: value, shape: node.shape })
}
