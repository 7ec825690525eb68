import type { Shape } from '@parallax-ml/core'
import { entries, type Field, message, text, whole } from './fields.js'
import { type OperationFacts, registry, type TensorflowOperation } from './operations.js'
import { type Attribute, attribute, type TensorType, typeNumbers } from './values.js'

/** A value in a graph or in a function. */
export interface Ref {
  /** How an edge names it. */
  readonly edge: string
  readonly type: TensorType
}

/** A function: its arguments, results and nodes, as a graph's library holds it. */
interface FunctionFields {
  readonly name: string
  readonly fields: readonly Field[]
}

interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>
  /** The type of the result, where it is not the type of an input. */
  readonly type?: TensorType
  readonly name?: string
}

/**
 * A graph or the body of a function, to which nodes are added. Edges differ: a function names the
 * result of an operation (`node:output:0`), a graph counts (`node:0`).
 */
export class Scope {
  readonly #nodes: Field[][] = []
  readonly #constants = new Map<string, Ref>()
  readonly functions: FunctionFields[]

  constructor(readonly parent?: Scope) {
    this.functions = parent?.functions ?? []
  }

  /** Adds a node. */
  op(name: TensorflowOperation, inputs: readonly Ref[], options: NodeOptions = {}): Ref {
    const facts: OperationFacts = registry[name]
    const types = Object.entries(facts.types).map(
      ([key, input]) => [key, attribute.type(inputs.at(input)!.type)] as const,
    )
    const { result = 0 } = facts
    const type = options.type ?? (typeof result === 'string' ? result : inputs.at(result)!.type)
    const attributes = { ...Object.fromEntries(types), ...options.attributes }
    const node = this.#add(name, inputs, attributes, options.name)
    return this.#ref(node, facts.output, 0, type)
  }

  /** A constant; equal small ones are made once. */
  constant(type: TensorType, shape: Shape, values: readonly number[] | Float64Array): Ref {
    const make = (): Ref => {
      const tensor = attribute.tensor(type, shape, values)
      const node = this.#add('Const', [], { dtype: attribute.type(type), value: tensor })
      return this.#ref(node, 'output', 0, type)
    }
    if (values.length > 8) return make()
    const words = Array.from(values, (value) => (Object.is(value, -0) ? '-0' : String(value)))
    const key = `${type} [${shape}] ${words}`
    const known = this.#constants.get(key) ?? make()
    this.#constants.set(key, known)
    return known
  }

  /** A vector of int32, as shapes, axes and permutations are given. */
  wholes(values: readonly number[]): Ref {
    return this.constant('int32', [values.length], values)
  }

  scalar(type: TensorType, value: number): Ref {
    return this.constant(type, [], [value])
  }

  /** What is fed from outside, in a graph. */
  placeholder(name: string, type: TensorType, shape: Shape): Ref {
    const attributes = { dtype: attribute.type(type), shape: attribute.shape(shape) }
    return this.#ref(this.#add('Placeholder', [], attributes, name), 'output', 0, type)
  }

  /**
   * Repeats `body` on some values while `condition` holds for them. Lowered, the loop becomes part of
   * the graph around it, whose convolutions oneDNN may then take; else it is run as a call.
   */
  while(
    values: readonly Ref[],
    condition: (scope: Scope, values: readonly Ref[]) => Ref,
    body: (scope: Scope, values: readonly Ref[]) => readonly Ref[],
    { lowered }: { readonly lowered: boolean },
  ): Ref[] {
    const types = values.map(({ type }) => type)
    const attributes = {
      T: attribute.types(types),
      cond: this.#function(types, (scope, inputs) => [condition(scope, inputs)]),
      body: this.#function(types, body),
      parallel_iterations: attribute.whole(1),
      ...(lowered ? { _lower_using_switch_merge: attribute.truth(true) } : {}),
    }
    const node = this.#add('StatelessWhile', values, attributes)
    return types.map((type, i) => this.#ref(node, 'output', i, type))
  }

  /** One of two values, made from the same inputs; only the one that is chosen is computed. */
  if(
    condition: Ref,
    values: readonly Ref[],
    yes: (scope: Scope, values: readonly Ref[]) => Ref,
    no: (scope: Scope, values: readonly Ref[]) => Ref,
  ): Ref {
    const types = values.map(({ type }) => type)
    const [type] = types as [TensorType]
    const attributes = {
      Tcond: attribute.type('bool'),
      Tin: attribute.types(types),
      Tout: attribute.types([type]),
      then_branch: this.#function(types, (scope, inputs) => [yes(scope, inputs)]),
      else_branch: this.#function(types, (scope, inputs) => [no(scope, inputs)]),
      _lower_using_switch_merge: attribute.truth(true),
    }
    const node = this.#add('StatelessIf', [condition, ...values], attributes)
    return this.#ref(node, 'output', 0, type)
  }

  /** The nodes, as fields of that number. */
  nodeFields(number: number): Field[] {
    return this.#nodes.map((fields) => message(number, fields))
  }

  #function(
    types: readonly TensorType[],
    build: (scope: Scope, inputs: readonly Ref[]) => readonly Ref[],
  ): Attribute {
    const scope = new Scope(this)
    const results = build(
      scope,
      types.map((type, i) => ({ edge: `argument${i}`, type })),
    )
    const name = `function${this.functions.length}`
    const signature = [
      text(1, name),
      ...types.map((type, i) => message(2, argument(`argument${i}`, type))),
      ...results.map(({ type }, i) => message(3, argument(`result${i}`, type))),
    ]
    const returned = results.map(({ edge }, i) =>
      message(4, [text(1, `result${i}`), text(2, edge)]),
    )
    this.functions.push({
      name,
      fields: [
        message(1, signature),
        ...scope.nodeFields(3),
        ...returned,
        ...entries(5, new Map([['_tf_data_function', attribute.truth(true)]])),
      ],
    })
    return attribute.function(name)
  }

  #add(
    op: string,
    inputs: readonly Ref[],
    attributes: Readonly<Record<string, Attribute>>,
    name = `${op}_${this.#nodes.length}`,
  ): string {
    const edges = inputs.map(({ edge }) => text(3, edge))
    const map = new Map(Object.entries(attributes))
    this.#nodes.push([text(1, name), text(2, op), ...edges, ...entries(5, map)])
    return name
  }

  #ref(node: string, output: string, index: number, type: TensorType): Ref {
    const edge = this.parent === undefined ? `${node}:${index}` : `${node}:${output}:${index}`
    return { edge, type }
  }
}

const argument = (name: string, type: TensorType): Field[] => [
  text(1, name),
  whole(3, typeNumbers[type]),
]
