import { create } from '@bufbuild/protobuf'
import {
  type GraphProto,
  GraphProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorShapeProto_DimensionSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from '../proto/onnx_pb.js'
import { type Attributes, attributeProtos } from './attributes.js'
import {
  type ElementArray,
  type ElementType,
  elementsOf,
  stringTensor,
  tensorProto,
} from './tensors.js'

/** A size, or the name of one that is known only at run time. */
export type Dimension = number | string

/** A tensor that is part of the file. */
export interface Constant {
  readonly name: string
  readonly type: ElementType
  readonly dims: readonly number[]
  readonly data: ElementArray
}

/** Constants of up to so many elements are written once, however often they are used. */
const mostShared = 64

/** What graphs of one file share: names, and constants, which bodies of loops see from outside. */
interface Shared {
  names: number
  readonly initializers: TensorProto[]
  readonly constants: Map<string, Constant>
  readonly byContent: Map<string, string>
}

/** Collects the nodes of an ONNX graph. */
export class GraphWriter {
  readonly #name: string
  readonly #shared: Shared
  readonly #isRoot: boolean
  readonly #nodes: NodeProto[] = []
  readonly #made = new Set<string>()
  readonly #inputs: ValueInfoProto[] = []
  readonly #outputs: ValueInfoProto[] = []

  constructor(name: string, outer?: GraphWriter) {
    this.#name = name
    this.#isRoot = outer === undefined
    this.#shared = outer?.shared() ?? {
      names: 0,
      initializers: [],
      constants: new Map(),
      byContent: new Map(),
    }
  }

  /** What a body of this graph shares with it. */
  shared(): Shared {
    return this.#shared
  }

  /** A name that no other value of the file has. */
  fresh(stem: string): string {
    return `${stem}_${this.#shared.names++}`
  }

  /** Adds a node of one result; returns its name. */
  node(
    operation: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    result: string = this.fresh(operation),
  ): string {
    this.nodes(operation, inputs, attributes, [result])
    return result
  }

  /** Adds a node of given results. */
  nodes(
    operation: string,
    inputs: readonly string[],
    attributes: Attributes,
    results: readonly string[],
  ): void {
    for (const result of results) this.#made.add(result)
    this.#nodes.push(
      create(NodeProtoSchema, {
        name: `make_${results.find((result) => result !== '')}`,
        opType: operation,
        input: [...inputs],
        output: [...results],
        attribute: attributeProtos(attributes),
      }),
    )
  }

  /** Whether a node of this very graph has such a result. */
  makes(name: string): boolean {
    return this.#made.has(name)
  }

  /** A tensor in the file; small ones of equal content are the same. */
  constant(
    type: ElementType,
    dims: readonly number[],
    values: ArrayLike<number>,
    name?: string,
  ): string {
    const { byContent, constants, initializers } = this.#shared
    const data = elementsOf(type, values)
    const isShared = name === undefined && data.length <= mostShared
    const key = isShared ? `${type} ${dims} ${bytesOf(data)}` : undefined
    const known = key === undefined ? undefined : byContent.get(key)
    if (known !== undefined) return known
    const own = name ?? this.fresh('constant')
    if (constants.has(own)) return own
    if (key !== undefined) byContent.set(key, own)
    constants.set(own, { name: own, type, dims, data })
    initializers.push(tensorProto(own, type, dims, data))
    return own
  }

  /** The constant of that name, if it is one. */
  constantOf(name: string): Constant | undefined {
    return this.#shared.constants.get(name)
  }

  /** A list of texts in the file. */
  texts(values: readonly string[]): string {
    const name = this.fresh('texts')
    this.#shared.initializers.push(stringTensor(name, values))
    return name
  }

  /** Whole numbers as int64, as shapes and axes are. */
  ints(values: readonly number[]): string {
    return this.constant('INT64', [values.length], values)
  }

  input(name: string, type: ElementType, dims: readonly Dimension[]): string {
    this.#inputs.push(valueInfo(name, TensorProto_DataType[type], dims))
    return name
  }

  output(name: string, type: ElementType | 'STRING', dims: readonly Dimension[]): void {
    this.#outputs.push(valueInfo(name, TensorProto_DataType[type], dims))
  }

  /** The graph as ONNX has it. Constants that no node reads any more are left out. */
  toProto(): GraphProto {
    const read = readNames(this.#nodes)
    const readOnes = this.#shared.initializers.filter(({ name }) => read.has(name))
    return create(GraphProtoSchema, {
      name: this.#name,
      node: this.#nodes,
      input: this.#inputs,
      output: this.#outputs,
      initializer: this.#isRoot ? readOnes : [],
    })
  }
}

/** Every name that nodes read, also those in the bodies of loops. */
function readNames(nodes: readonly NodeProto[]): Set<string> {
  const names = new Set<string>()
  const visit = ({ input, attribute }: NodeProto): void => {
    for (const name of input) names.add(name)
    for (const { g } of attribute) {
      for (const node of g?.node ?? []) visit(node)
      for (const { name } of g?.output ?? []) names.add(name)
    }
  }
  nodes.forEach(visit)
  return names
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ElementArray): string =>
  new Uint8Array(buffer, byteOffset, byteLength).join()

const valueInfo = (name: string, elemType: number, dims: readonly Dimension[]): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType,
          shape: {
            dim: dims.map((size) =>
              create(TensorShapeProto_DimensionSchema, {
                value:
                  typeof size === 'number'
                    ? { case: 'dimValue', value: BigInt(size) }
                    : { case: 'dimParam', value: size },
              }),
            ),
          },
        },
      },
    },
  })
