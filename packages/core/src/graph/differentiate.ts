import { GraphError } from '../errors/parallax-error.js'
import type { GraphBuilder } from './builder.js'
import { ensure, type GradientStep, type OperationDefinition } from './operation.js'
import { definitionOf } from './operations/index.js'
import { sameShape, showShape } from './shape.js'
import { splatOf } from './simplify.js'
import type { GraphNode, NodeOf, OperationName } from './types.js'

/**
 * Reverse-mode differentiation: adds to the graph the gradient of `output` with respect to each
 * node of `wrt`, every one of the shape of its node. Gradients are graph nodes like any other, so
 * they can be differentiated again.
 *
 * A non-scalar output is first multiplied by `cotangent` and summed (a vector-Jacobian product);
 * ones by default. A gradient that is nothing but zero is not followed further, as in JAX.
 *
 * @throws {GraphError} if `output` or a node of `wrt` is not a float.
 */
export function differentiate(
  builder: GraphBuilder,
  output: GraphNode,
  wrt: readonly GraphNode[],
  cotangent: GraphNode = builder.constant(1, output.shape),
): GraphNode[] {
  for (const node of [output, ...wrt]) requireFloat(node)
  ensure(sameShape(cotangent.shape, output.shape), output.op, 'the cotangent has another shape', {
    expected: showShape(output.shape),
    received: showShape(cotangent.shape),
  })
  const order = builder.nodes.slice(0, output.id + 1)
  const active = dependentsOf(order, wrt)
  const parts = new Map<GraphNode, GraphNode[]>([[output, [cotangent]]])
  const gradientOf = (node: GraphNode): GraphNode =>
    accumulate(builder, parts.get(node) ?? []) ?? builder.constant(0, node.shape)

  for (const node of order.reverse()) {
    if (!active.has(node) || !parts.has(node)) continue
    const inputs = builder.inputsOf(node)
    const gradients = gradientsOfInputs({ builder, node, inputs, cotangent: gradientOf(node) })
    for (const [i, gradient] of gradients.entries()) {
      const input = inputs[i]!
      if (gradient === null || !active.has(input) || splatOf(gradient) === 0) continue
      const list = parts.get(input)
      if (list === undefined) parts.set(input, [gradient])
      else list.push(gradient)
    }
  }
  return wrt.map(gradientOf)
}

function gradientsOfInputs<Name extends OperationName>(
  step: Omit<GradientStep<Name>, 'node'> & { readonly node: GraphNode },
): readonly (GraphNode | null)[] {
  const definition = definitionOf(step.node.op) as OperationDefinition<OperationName>
  return definition.gradient({ ...step, node: step.node as NodeOf<OperationName> })
}

function requireFloat(node: GraphNode): void {
  if (node.dtype === 'float') return
  throw new GraphError({
    where: `operation ${node.op}`,
    problem: 'only floats can be differentiated',
    expected: 'float',
    received: node.dtype,
  })
}

/** The float nodes that depend on a node of `wrt`, those themselves included. */
function dependentsOf(order: readonly GraphNode[], wrt: readonly GraphNode[]): Set<GraphNode> {
  const active = new Set(wrt)
  const ids = new Set(wrt.map((node) => node.id))
  for (const node of order) {
    if (node.dtype !== 'float' || !node.inputs.some((id) => ids.has(id))) continue
    active.add(node)
    ids.add(node.id)
  }
  return active
}

/**
 * The sum of all parts of one gradient. Slices of the flat parameters leave pads behind; those
 * that do not overlap become one `concat` rather than a sum of padded vectors.
 */
function accumulate(builder: GraphBuilder, parts: readonly GraphNode[]): GraphNode | undefined {
  const first = parts.find((part): part is NodeOf<'pad'> => part.op === 'pad')
  if (first === undefined) return sumOf(builder, parts)
  const { axis } = first.attributes
  const pads = parts
    .filter((part): part is NodeOf<'pad'> => part.op === 'pad' && part.attributes.axis === axis)
    .toSorted((a, b) => a.attributes.before - b.attributes.before)
  if (pads.length < 2 || !disjoint(builder, pads)) return sumOf(builder, parts)
  const others = parts.filter((part) => !pads.includes(part as NodeOf<'pad'>))
  return sumOf(builder, [joinPads(builder, pads), ...others])
}

const sumOf = (builder: GraphBuilder, parts: readonly GraphNode[]): GraphNode | undefined =>
  parts.length === 0 ? undefined : parts.reduce((sum, part) => builder.add(sum, part))

function disjoint(builder: GraphBuilder, pads: readonly NodeOf<'pad'>[]): boolean {
  let end = 0
  for (const pad of pads) {
    if (pad.attributes.before < end) return false
    end = pad.attributes.before + builder.inputsOf(pad)[0]!.shape[pad.attributes.axis]!
  }
  return true
}

function joinPads(builder: GraphBuilder, pads: readonly NodeOf<'pad'>[]): GraphNode {
  const { shape, attributes } = pads[0]!
  const { axis } = attributes
  const parts: GraphNode[] = []
  let at = 0
  const fillTo = (start: number): void => {
    if (start > at) parts.push(builder.constant(0, shape.with(axis, start - at)))
  }
  for (const pad of pads) {
    const [content] = builder.inputsOf(pad)
    fillTo(pad.attributes.before)
    parts.push(content!)
    at = pad.attributes.before + content!.shape[axis]!
  }
  fillTo(shape[axis]!)
  return builder.concat(parts, axis)
}
