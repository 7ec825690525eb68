import { sizeOf, stridesOf } from '@parallax-ml/core'
import type { EmbedNode } from '../lower/nodes.js'
import {
  BodyBuilder,
  denseReference,
  moved,
  type Reference,
  reducedStrides,
  storageOf,
} from './body.js'
import { collapse } from './collapse.js'
import { type Group, squeeze } from './groups.js'
import type { Argument, Axis, KernelCall, Reduction } from './kernels.js'
import type { Memory } from './memory.js'

/** The kernel of elementwise operations, and of reductions of their results. */
export function loopCall(group: Group, memory: Memory): KernelCall {
  const body = new BodyBuilder()
  const reductions: Reduction[] = []
  const values = new Map<number, Argument>()
  for (const id of group.nodes) {
    const node = memory.nodes[id]!
    const args = node.inputs.map((input) => memory.argument(body, values, input))
    if (node.op !== 'reduce') {
      addStep(body, memory, values, id, args)
      continue
    }
    reductions.push({
      kind: node.kind,
      argument: args[0]!,
      dtype: node.dtype,
      pointer: body.pointer(memory.place(id)),
      strides: reducedStrides(group.space, group.reduced!),
      storage: storageOf(node.dtype),
      divisor: node.divisor,
    })
  }
  return finish(body, group.space, group.reduced ?? [], reductions)
}

/** Adds one operation to a body, and stores its result if it must be in memory. */
function addStep(
  body: BodyBuilder,
  memory: Memory,
  values: Map<number, Argument>,
  id: number,
  args: readonly Argument[],
): void {
  const node = memory.nodes[id]!
  const from = memory.nodes[node.inputs.at(-1)!]!.dtype
  const result = body.step(node, from, args)
  values.set(id, result)
  if (!memory.isStored(id)) return
  const { shape, dtype } = node
  body.store(result, denseReference(memory.place(id), dtype, shape), memory.isState(id))
}

/** The kernel of a contraction and what is done with its result. */
export function contractCall(group: Group, memory: Memory): KernelCall {
  const id = group.nodes.find((each) => memory.nodes[each]!.op === 'contract')!
  const node = memory.nodes[id]!
  if (node.op !== 'contract') throw new Error('a group of kind contract has no contraction')
  const body = new BodyBuilder()
  const [a, b] = node.inputs.map((input) => memory.reference(input)) as [Reference, Reference]
  const values = new Map<number, Argument>([[id, { sum: true }]])
  if (memory.isStored(id)) {
    const isState = memory.isState(id)
    body.store({ sum: true }, denseReference(memory.place(id), node.dtype, node.shape), isState)
  }
  for (const other of group.nodes) {
    if (other === id) continue
    const { inputs } = memory.nodes[other]!
    const args = inputs.map((input) => memory.argument(body, values, input))
    addStep(body, memory, values, other, args)
  }
  const loops = node.loops.filter(({ size }) => size !== 1)
  const axes = loops.map(
    ({ size, ...loop }): Axis => ({
      size,
      a: loop.a === undefined ? 0 : a.strides[loop.a.axis]! * loop.a.step,
      b: loop.b === undefined ? 0 : b.strides[loop.b.axis]! * loop.b.step,
    }),
  )
  const outer = axes.filter((_, i) => loops[i]!.out !== undefined)
  const inner = axes.filter((_, i) => loops[i]!.out === undefined)
  const merged = merge(outer, body)
  const pointers = { a: { pointer: body.pointer(a.place) }, b: { pointer: body.pointer(b.place) } }
  return {
    kernel: {
      kind: 'contract',
      ...pointers,
      outer: merged.axes,
      inner: merge(inner).axes,
      loads: merged.loads,
      steps: body.steps,
      stores: merged.stores,
    },
    pointers: body.pointers,
  }
}

/** Axes merged where the operands, and what the body reads and writes, allow it. */
function merge(axes: readonly Axis[], body?: BodyBuilder) {
  const references = [...(body?.loads ?? []), ...(body?.stores ?? [])]
  const { sizes, strides } = collapse({
    sizes: axes.map(({ size }) => size),
    strides: [
      axes.map(({ a }) => a),
      axes.map(({ b }) => b),
      ...references.map((reference) => reference.strides),
    ],
  })
  const [a, b, ...others] = strides
  const loads = body?.loads.map((load, i) => ({ ...load, strides: others[i]! })) ?? []
  const stores =
    body?.stores.map((store, i) => ({ ...store, strides: others[loads.length + i]! })) ?? []
  return { axes: sizes.map((size, i) => ({ size, a: a![i]!, b: b![i]! })), loads, stores }
}

/** A kernel that copies a value to another place. */
export function copyCall(from: Reference, to: Reference, flush: boolean): KernelCall {
  const body = new BodyBuilder()
  body.store(body.load(from), to, flush)
  return finish(body, squeeze(from.shape), [], [])
}

/** A kernel that writes the same number everywhere. */
export function fillCall(argument: Argument, to: Reference): KernelCall {
  const body = new BodyBuilder()
  body.store(argument, to)
  return finish(body, squeeze(to.shape), [], [])
}

/** Zeros with a value put in. */
export function embedCalls(node: EmbedNode, memory: Memory): KernelCall[] {
  const from = memory.reference(node.inputs[0]!)
  const place = memory.place(node.id)
  const dense = stridesOf(node.shape)
  const bytes = memory.bytesOf(node.id)
  const start = node.start.reduce((sum, at, axis) => sum + at * dense[axis]!, 0)
  const to: Reference = {
    ...denseReference(moved(place, start * bytes), node.dtype, from.shape),
    strides: dense.map((stride, axis) => stride * node.step[axis]!),
  }
  const clear: KernelCall = {
    kernel: { kind: 'clear', bytes: sizeOf(node.shape) * bytes },
    pointers: [place],
  }
  const constant = memory.constant(node.inputs[0]!)
  return [clear, constant === undefined ? copyCall(from, to, false) : fillCall(constant, to)]
}

/** The kernel over axes that are merged where possible. */
function finish(
  body: BodyBuilder,
  space: readonly number[],
  reduced: readonly number[],
  reductions: readonly Reduction[],
): KernelCall {
  const references = [...body.loads, ...body.stores, ...reductions]
  const isReduced = space.map((_, axis) => reduced.includes(axis))
  const { sizes, strides, kept } = collapse({
    sizes: space,
    strides: references.map((reference) => reference.strides),
  })
  const take = <Item>(items: readonly Item[], from: number): Item[] =>
    items.map((item, i) => ({ ...item, strides: strides[from + i]! }))
  const { loads, steps, stores } = body
  return {
    kernel: {
      kind: 'loop',
      dims: sizes,
      reduced: kept.map((axis) => isReduced[axis]!),
      loads: take(loads, 0),
      steps,
      stores: take(stores, loads.length),
      reductions: take(reductions, loads.length + stores.length),
    },
    pointers: body.pointers,
  }
}
