import type { GraphNode } from '@parallax-ml/core'
import { isHost, type OperationContext, wholeNumbers } from '../operand.js'
import type { ImportRules } from './rule.js'

/** Axes from an attribute, as they were given once, or from an input. */
const axesOf = (c: OperationContext, index: number): readonly number[] | undefined =>
  c.list('axes') ?? (c.has(index) ? c.numbers(index) : undefined)

function reshape(c: OperationContext): GraphNode[] {
  const x = c.input(0)
  const asked = c.list('shape') ?? c.numbers(1)
  const keepsZeros = c.number('allowzero', 0) === 1
  const sizes = asked.map((size, axis) => (size === 0 && !keepsZeros ? (x.shape[axis] ?? 1) : size))
  const total = x.shape.reduce((a, b) => a * b, 1)
  const known = sizes.filter((size) => size !== -1).reduce((a, b) => a * b, 1)
  return [
    c.builder.reshape(
      x,
      sizes.map((size) => (size === -1 ? total / known : size)),
    ),
  ]
}

function flatten(c: OperationContext): GraphNode[] {
  const x = c.input(0)
  const axis = c.number('axis', 1)
  const at = axis < 0 ? axis + x.shape.length : axis
  const outer = x.shape.slice(0, at).reduce((a, b) => a * b, 1)
  return [c.builder.reshape(x, [outer, x.shape.slice(at).reduce((a, b) => a * b, 1)])]
}

function squeeze(c: OperationContext): GraphNode[] {
  const x = c.input(0)
  const asked = axesOf(c, 1)
  const axes = asked === undefined ? undefined : c.axes(asked, x.shape.length)
  const kept = x.shape.filter((size, axis) =>
    axes === undefined ? size !== 1 : !axes.includes(axis),
  )
  return [c.builder.reshape(x, kept)]
}

function unsqueeze(c: OperationContext): GraphNode[] {
  const x = c.input(0)
  const asked = axesOf(c, 1) ?? []
  const rank = x.shape.length + asked.length
  const axes = c.axes(asked, rank)
  const rest = [...x.shape]
  const shape = Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : rest.shift()!))
  return [c.builder.reshape(x, shape)]
}

function transpose(c: OperationContext): GraphNode[] {
  const x = c.input(0)
  const reversed = x.shape.map((_, axis) => x.shape.length - 1 - axis)
  return [c.builder.transpose(x, c.list('perm', reversed))]
}

function concat(c: OperationContext): GraphNode[] {
  const parts = c.inputs()
  return [c.builder.concat(parts, c.axis(c.number('axis', 0), parts[0]!.shape.length))]
}

function split(c: OperationContext): GraphNode[] {
  const x = c.input(0)
  const axis = c.axis(c.number('axis', 0), x.shape.length)
  const count = c.node.outputs.length
  const even = Math.ceil(x.shape[axis]! / count)
  const equal = Array.from({ length: count }, (_, i) => Math.min(even, x.shape[axis]! - i * even))
  const sizes = c.list('split') ?? (c.has(1) ? c.numbers(1) : equal)
  let start = 0
  return sizes.map((size) => {
    start += size
    return c.builder.slice(x, axis, start - size, size)
  })
}

/** Slices with steps are reversed and thinned out by indices. */
function slice(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  let x = c.input(0)
  const starts = c.list('starts') ?? c.numbers(1)
  const ends = c.list('ends') ?? c.numbers(2)
  const axes = axesOf(c, 3) ?? starts.map((_, axis) => axis)
  const steps = c.has(4) ? c.numbers(4) : starts.map(() => 1)
  for (const [i, axis] of c.axes(axes, x.shape.length).entries()) {
    const size = x.shape[axis]!
    const step = steps[i]!
    const [least, most] = step > 0 ? [0, size] : [-1, size - 1]
    const inside = (at: number): number => Math.min(most, Math.max(least, at < 0 ? at + size : at))
    const [from, to] = [inside(starts[i]!), inside(ends[i]!)]
    const count = Math.ceil((to - from) / step)
    if (!(count > 0)) throw c.fault('nothing is left of its input')
    x =
      step === 1
        ? b.slice(x, axis, from, count)
        : take(
            c,
            x,
            axis,
            Array.from({ length: count }, (_, j) => from + j * step),
          )
  }
  return [x]
}

/** The entries of an axis at known indices. */
export function take(
  c: OperationContext,
  x: GraphNode,
  axis: number,
  indices: readonly number[],
): GraphNode {
  const { builder: b } = c
  const order = x.shape.map((_, i) => (i === 0 ? axis : i <= axis ? i - 1 : i))
  const back = x.shape.map((_, i) => order.indexOf(i))
  const rows = b.gather(b.transpose(x, order), b.constants(indices, [indices.length], 'int32'))
  return b.transpose(rows, back)
}

function pad(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.input(0)
  const mode = c.word('mode', 'constant')
  if (mode !== 'constant') throw c.fault(`its mode ${mode} is not known`)
  const margins = c.list('pads') ?? c.numbers(1)
  const value = c.has(2) ? c.numbers(2)[0]! : c.number('value', 0)
  const count = margins.length / 2
  const axes = c.has(3) ? c.axes(c.numbers(3), x.shape.length) : x.shape.map((_, axis) => axis)
  const grow = (node: GraphNode): GraphNode =>
    axes.reduce((grown, axis, i) => {
      const [before, after] = [margins[i]!, margins[count + i]!]
      const cut = b.slice(
        grown,
        axis,
        Math.max(0, -before),
        grown.shape[axis]! - Math.max(0, -before) - Math.max(0, -after),
      )
      return b.pad(cut, axis, Math.max(0, before), Math.max(0, after))
    }, node)
  if (value === 0) return [grow(x)]
  const inside = grow(b.constant(1, x.shape, 'bool'))
  return [b.select(inside, grow(x), value)]
}

function expand(c: OperationContext): GraphNode[] {
  const x = c.input(0)
  const asked = c.numbers(1)
  const rank = Math.max(asked.length, x.shape.length)
  const at = (shape: readonly number[], axis: number): number =>
    shape[axis - rank + shape.length] ?? 1
  const shape = Array.from({ length: rank }, (_, axis) =>
    Math.max(at(asked, axis), at(x.shape, axis)),
  )
  return [c.grow(x, shape)]
}

function tile(c: OperationContext): GraphNode[] {
  const times = c.numbers(1)
  c.requireSmall(c.input(0).shape.map((size, axis) => size * (times[axis] ?? 1)))
  return [
    times.reduce(
      (x, count, axis) => (count === 1 ? x : c.builder.concat(new Array(count).fill(x), axis)),
      c.input(0),
    ),
  ]
}

function gather(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.input(0)
  const axis = c.axis(c.number('axis', 0), x.shape.length)
  const indices = fromTheEnd(c, c.input(1), x.shape[axis]!)
  if (axis === 0) return [b.gather(x, indices)]
  const order = x.shape.map((_, i) => (i === 0 ? axis : i <= axis ? i - 1 : i))
  const rows = b.gather(b.transpose(x, order), indices)
  const rank = indices.shape.length
  const back = rows.shape.map((_, i) => (i < axis ? rank + i : i < axis + rank ? i - axis : i))
  return [b.transpose(rows, back)]
}

/** Negative indices count from the end. */
function fromTheEnd(c: OperationContext, indices: GraphNode, size: number): GraphNode {
  const { builder: b } = c
  return b.select(b.less(indices, 0), b.add(indices, size), indices)
}

function gatherElements(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const indices = c.input(1)
  const axis = c.axis(c.number('axis', 0), indices.shape.length)
  let x = c.input(0)
  const from = fromTheEnd(c, indices, x.shape[axis]!)
  for (const [i, size] of indices.shape.entries()) if (i !== axis) x = b.slice(x, i, 0, size)
  return [b.gatherAlong(x, from, axis)]
}

function oneHot(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const depth = c.numbers(1)[0]!
  const [off, on] = c.numbers(2) as [number, number]
  const indices = c.input(0)
  const whole = indices.dtype === 'int32' ? indices : b.cast(indices, 'int32')
  const rank = indices.shape.length + 1
  const axis = c.axis(c.number('axis', -1), rank)
  const hot = b.oneHot(fromTheEnd(c, whole, depth), depth)
  const order = hot.shape.map((_, i) => (i === axis ? rank - 1 : i < axis ? i : i - 1))
  return [b.add(b.mul(b.transpose(hot, order), on - off), off)]
}

function range(c: OperationContext): readonly ReturnType<typeof wholeNumbers>[] {
  const [start, limit, step] = [0, 1, 2].map((i) => c.numbers(i)[0]!) as [number, number, number]
  const count = Math.max(0, Math.ceil((limit - start) / step))
  c.requireSmall([count])
  const operand = c.operand(0)
  const { dtype } = isHost(operand) ? operand : { dtype: 'int32' as const }
  return [{ ...wholeNumbers(Array.from({ length: count }, (_, i) => start + i * step)), dtype }]
}

/** Blocks of channels to pixels, or back. */
function depthToSpace(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.input(0)
  const [n, channels, height, width] = x.shape as [number, number, number, number]
  const size = c.number('blocksize', 1)
  const rest = channels / size ** 2
  const isColumnsFirst = c.word('mode', 'DCR') === 'CRD'
  const split = isColumnsFirst
    ? [n, rest, size, size, height, width]
    : [n, size, size, rest, height, width]
  const order = isColumnsFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]
  return [
    b.reshape(b.transpose(b.reshape(x, split), order), [n, rest, height * size, width * size]),
  ]
}

function spaceToDepth(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.input(0)
  const [n, channels, height, width] = x.shape as [number, number, number, number]
  const size = c.number('blocksize', 1)
  const [rows, columns] = [height / size, width / size]
  const split = b.reshape(x, [n, channels, rows, size, columns, size])
  const turned = b.transpose(split, [0, 3, 5, 1, 2, 4])
  return [b.reshape(turned, [n, channels * size ** 2, rows, columns])]
}

function constantOfShape(c: OperationContext) {
  const value = c.attribute('value')
  const given = typeof value === 'object' && 'dtype' in value ? value : undefined
  const shape = [...c.numbers(0)]
  c.requireSmall(shape)
  const size = shape.reduce((a, b) => a * b, 1)
  const data = new Array<number>(size).fill(given?.data[0] ?? 0)
  return [{ shape, dtype: given?.dtype ?? ('float' as const), data }]
}

/** Operations on shapes and places. */
export const shapeImports: ImportRules = {
  Shape: (c) => {
    const { shape } = c.operand(0)
    const end = c.attribute('end')
    return [
      wholeNumbers(shape.slice(c.number('start', 0), typeof end === 'number' ? end : shape.length)),
    ]
  },
  Size: (c) => [wholeNumbers([c.operand(0).shape.reduce((a, b) => a * b, 1)], [])],
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Expand: expand,
  Tile: tile,
  Gather: gather,
  GatherElements: gatherElements,
  OneHot: oneHot,
  Range: range,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  ConstantOfShape: constantOfShape,
}
