import { FileError, suggest } from '@parallax-ml/core'
import {
  type AttributeProto,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  AttributeProto_AttributeType as Type,
  type ValueInfoProto,
} from '../proto/onnx_pb.js'
import type { DecodedModel } from './decode.js'
import type { AttributeValue, HostTensor, Network, NetworkInput, NetworkNode } from './network.js'
import { isKnownOperation, knownOperations } from './operations/index.js'
import { dtypeOf, type ReadExternal, readTensor, typeName } from './tensors.js'
import { liftWeights, rolesOf } from './weight-roles.js'

/** A network and the numbers of its weights, by their names. */
export interface ReadNetwork {
  readonly network: Network
  readonly weights: ReadonlyMap<string, HostTensor>
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/**
 * The part of a file that one of its values depends on.
 * @throws {FileError} if it is not well formed, or uses operations that are not known.
 */
export function readNetwork(
  { graph, opset }: DecodedModel,
  output: string | undefined,
  external?: ReadExternal,
): ReadNetwork {
  const all = graph.node.map(toNode)
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]))
  if (graph.sparseInitializer.length > 0) {
    throw new FileError({
      where: 'onnx file',
      problem: 'it has sparse weights, which are not known',
    })
  }
  checkOrder(graph, all, initializers)
  const constants = new Map(
    all.filter(isConstant).map((node) => [node.outputs[0]!, constantOf(node)]),
  )
  const nodes = all.filter((node) => !isConstant(node)).map((node) => liftWeights(node, constants))
  const chosen = chooseOutput(graph, nodes, output)
  const needed = neededFor(nodes, chosen)
  for (const node of needed) requireKnown(node)
  const read = new Set(needed.flatMap(({ inputs }) => inputs))
  const inputs = graph.input
    .filter(({ name }) => read.has(name) && !initializers.has(name))
    .map(toInput)
  const tensors = [
    ...[...initializers]
      .filter(([name]) => read.has(name))
      .map(([name, tensor]) => [name, readInitializer(name, tensor, external)] as const),
    ...[...constants].filter(([name]) => read.has(name)),
  ]
  const roles = rolesOf(needed, new Map(tensors))
  const names = uniqueNames([...roles.keys()])
  return {
    network: {
      opset,
      inputs,
      output: chosen,
      nodes: needed,
      weights: [...roles].map(([value, role]) => {
        const { shape } = tensors.find(([name]) => name === value)![1]
        return { value, name: names.get(value)!, shape, role }
      }),
      constants: Object.fromEntries(tensors.filter(([name]) => !roles.has(name))),
    },
    weights: new Map(
      tensors.filter(([name]) => roles.has(name)).map(([name, data]) => [names.get(name)!, data]),
    ),
  }
}

const readInitializer = (name: string, tensor: TensorProto, external?: ReadExternal): HostTensor =>
  readTensor(tensor, `onnx file, initializer '${name}'`, external)

function toNode(node: NodeProto, index: number): NetworkNode {
  const { domain, opType, input, output, attribute } = node
  const isOwn = domain === '' || domain === 'ai.onnx'
  const name = node.name === '' ? (output[0] ?? String(index)) : node.name
  const operation = isOwn ? opType : `${domain}.${opType}`
  const where = `onnx file, node '${name}' (${operation})`
  return {
    name,
    operation,
    inputs: [...input],
    outputs: [...output],
    attributes: Object.fromEntries(attribute.map((each) => [each.name, toValue(each, where)])),
  }
}

const isConstant = ({ operation }: NetworkNode): boolean => operation === 'Constant'

/** What a node of the operation `Constant` holds, in one of several attributes. */
function constantOf({ name, attributes }: NetworkNode): HostTensor {
  const [entry] = Object.entries(attributes)
  const [attribute, value] = entry ?? ['', '']
  if (attribute === 'value' && typeof value === 'object' && 'dtype' in value) return value
  const dtype = attribute.startsWith('value_float') ? 'float' : 'int32'
  if (typeof value === 'number') return { shape: [], dtype, data: [value] }
  const isNumbers = Array.isArray(value) && value.every((each) => typeof each === 'number')
  if (isNumbers) return { shape: [value.length], dtype, data: value }
  throw new FileError({
    where: `onnx file, node '${name}' (Constant)`,
    problem: 'it holds no numbers',
  })
}

function toValue(attribute: AttributeProto, where: string): AttributeValue {
  switch (attribute.type) {
    case Type.FLOAT:
      return attribute.f
    case Type.INT:
      return Number(attribute.i)
    case Type.STRING:
      return text(attribute.s)
    case Type.FLOATS:
      return [...attribute.floats]
    case Type.INTS:
      return attribute.ints.map(Number)
    case Type.STRINGS:
      return attribute.strings.map(text)
    case Type.TENSOR:
      if (attribute.t !== undefined) return readTensor(attribute.t, `${where}, ${attribute.name}`)
  }
  throw new FileError({
    where,
    problem: `its attribute '${attribute.name}' is of a kind that is not known: ${Type[attribute.type] ?? attribute.type}`,
  })
}

/** Every value is made once, and before it is read. */
function checkOrder(
  { input, output }: GraphProto,
  nodes: readonly NetworkNode[],
  initializers: ReadonlyMap<string, unknown>,
): void {
  const made = new Set([...input.map(({ name }) => name), ...initializers.keys()])
  const all = new Set(nodes.flatMap(({ outputs }) => outputs))
  for (const { name, operation, inputs, outputs } of nodes) {
    const where = `onnx file, node '${name}' (${operation})`
    for (const value of inputs) {
      if (value === '' || made.has(value)) continue
      const problem = all.has(value)
        ? `it reads '${value}', which only a later node makes, or the node itself`
        : `it reads '${value}', which nothing makes`
      throw new FileError({ where, problem })
    }
    for (const value of outputs) {
      if (value !== '' && made.has(value)) {
        throw new FileError({ where, problem: `it makes '${value}', which is there already` })
      }
      made.add(value)
    }
  }
  for (const { name } of output) {
    if (made.has(name)) continue
    throw new FileError({ where: `onnx file, output '${name}'`, problem: 'nothing makes it' })
  }
}

/** The value that is asked for, or the only output of floats. */
function chooseOutput(
  { output }: GraphProto,
  nodes: readonly NetworkNode[],
  asked: string | undefined,
): string {
  const values = nodes.flatMap(({ outputs }) => outputs)
  if (asked !== undefined) {
    if (values.includes(asked)) return asked
    throw new FileError({
      where: 'onnx file',
      problem: `there is no value '${asked}'`,
      hint: suggest(asked, values),
    })
  }
  const candidates = output.filter(isOfFloats).map(({ name }) => name)
  if (candidates.length === 1 && values.includes(candidates[0]!)) return candidates[0]!
  throw new FileError({
    where: 'onnx file',
    problem: `it has ${candidates.length} outputs of floats: ${candidates.join(', ')}`,
    hint: 'Say which: importOnnx(bytes, { output }).',
  })
}

/** Outputs of no tensor are dictionaries of probabilities. */
function isOfFloats({ type }: ValueInfoProto): boolean {
  if (type?.value.case !== 'tensorType') return true
  return dtypeOf(type.value.value.elemType) === 'float'
}

function neededFor(nodes: readonly NetworkNode[], output: string): NetworkNode[] {
  const wanted = new Set([output])
  const needed: NetworkNode[] = []
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((value) => wanted.has(value))) continue
    needed.push(node)
    for (const value of node.inputs) wanted.add(value)
  }
  return needed.reverse()
}

function requireKnown({ name, operation }: NetworkNode): void {
  if (isKnownOperation(operation)) return
  throw new FileError({
    where: `onnx file, node '${name}'`,
    problem: `its operation ${operation} is not known`,
    hint: suggest(operation, knownOperations),
  })
}

function toInput({ name, type }: ValueInfoProto): NetworkInput {
  const where = `onnx file, input '${name}'`
  const value = type?.value
  if (value?.case !== 'tensorType' || value.value.shape === undefined) {
    throw new FileError({ where, problem: 'it is no tensor of a known rank' })
  }
  const { elemType, shape } = value.value
  const dtype = dtypeOf(elemType)
  if (dtype === undefined) {
    throw new FileError({ where, problem: `elements of type ${typeName(elemType)} are not known` })
  }
  const sizes = shape!.dim.map(({ value: size }) =>
    size.case === 'dimValue' ? Number(size.value) : -1,
  )
  return { name, dtype, shape: sizes }
}

/** Names of weights without what paths and files may not hold, each once. */
function uniqueNames(values: readonly string[]): Map<string, string> {
  const taken = new Set<string>()
  return new Map(
    values.map((value) => {
      const plain = value.replace(/[^\w./-]/g, '_')
      let name = plain
      for (let i = 2; taken.has(name); i++) name = `${plain}_${i}`
      taken.add(name)
      return [value, name]
    }),
  )
}
