import type { GraphNode } from '@parallax-ml/core'
import type { OperationContext } from '../operand.js'
import type { ImportRules } from './rule.js'
import { take } from './shapes.js'

interface Axis {
  readonly from: number
  readonly to: number
  readonly scale: number
}

type Place = (at: number, axis: Axis) => number

/** Where an entry of the result lies among those of the input, by the way that coordinates are turned. */
const places: Readonly<Record<string, Place>> = {
  half_pixel: (at, { scale }) => (at + 0.5) / scale - 0.5,
  pytorch_half_pixel: (at, { scale, to }) => (to > 1 ? (at + 0.5) / scale - 0.5 : 0),
  asymmetric: (at, { scale }) => at / scale,
  align_corners: (at, { from, to }) => (to > 1 ? (at * (from - 1)) / (to - 1) : 0),
  half_pixel_symmetric(at, { from, to, scale }) {
    const centre = (from / 2) * (1 - to / (scale * from))
    return centre + (at + 0.5) / scale - 0.5
  },
}

const roundings: Readonly<Record<string, (place: number) => number>> = {
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
}

/** The value of a table by a name that a file gives. */
function choose<Choice>(
  c: OperationContext,
  table: Readonly<Record<string, Choice>>,
  name: string,
): Choice {
  if (Object.hasOwn(table, name)) return table[name]!
  throw c.fault(`its ${name} is not known`)
}

const within = (index: number, size: number): number => Math.min(size - 1, Math.max(0, index))

/** Shares of the two neighbours of each entry of the result, `[from, to]`. */
function mixtures(place: Place, axis: Axis): Float64Array {
  const shares = new Float64Array(axis.from * axis.to)
  for (let at = 0; at < axis.to; at++) {
    const exact = place(at, axis)
    const before = Math.floor(exact)
    shares[within(before, axis.from) * axis.to + at]! += 1 - (exact - before)
    shares[within(before + 1, axis.from) * axis.to + at]! += exact - before
  }
  return shares
}

function mix(c: OperationContext, x: GraphNode, index: number, shares: Float64Array): GraphNode {
  const { builder: b } = c
  const from = x.shape[index]!
  const to = shares.length / from
  const last = x.shape.length - 1
  const swap = x.shape.map((_, i) => (i === index ? last : i === last ? index : i))
  const turned = b.transpose(x, swap)
  const rows = b.reshape(turned, [turned.shape.reduce((a, size) => a * size, 1) / from, from])
  const mixed = b.matmul(rows, b.constants(shares, [from, to]))
  return b.transpose(b.reshape(mixed, turned.shape.with(-1, to)), swap)
}

/** The axes that change, with their old and new sizes. */
function axesOf(
  c: OperationContext,
  shape: readonly number[],
): (Axis & { readonly index: number })[] {
  const isOld = c.node.operation === 'Upsample'
  const on = c.axes(
    c.list(
      'axes',
      shape.map((_, axis) => axis),
    ),
    shape.length,
  )
  const at = isOld || c.opset < 11 ? 1 : 2
  const scales = c.list('scales') ?? (c.has(at) ? c.numbers(at) : [])
  const sizes = c.has(3) ? c.numbers(3) : []
  if (c.word('keep_aspect_ratio_policy', 'stretch') !== 'stretch') {
    throw c.fault('its keep_aspect_ratio_policy is not known')
  }
  return on.map((index, i) => {
    const from = shape[index]!
    const to = sizes[i] ?? Math.floor(from * scales[i]!)
    return { index, from, to, scale: scales[i] ?? to / from }
  })
}

/** Images of another size: of nearest pixels, or of mixtures of two on each axis. */
function resize(c: OperationContext): GraphNode[] {
  let x = c.float(0)
  const isOld = c.node.operation === 'Upsample' || c.opset < 11
  const mode = c.word('mode', 'nearest')
  if (mode !== 'nearest' && mode !== 'linear') throw c.fault(`its mode ${mode} is not known`)
  for (const name of ['antialias', 'exclude_outside']) {
    if (c.number(name, 0) === 1) throw c.fault(`its ${name} is not known`)
  }
  const turning = isOld ? 'asymmetric' : c.word('coordinate_transformation_mode', 'half_pixel')
  const rounding = isOld ? 'floor' : c.word('nearest_mode', 'round_prefer_floor')
  const place = choose(c, places, turning)
  const round = choose(c, roundings, rounding)
  for (const { index, ...axis } of axesOf(c, x.shape)) {
    if (axis.from === axis.to && axis.scale === 1) continue
    const nearest = Array.from({ length: axis.to }, (_, at) =>
      within(round(place(at, axis)), axis.from),
    )
    x = mode === 'nearest' ? take(c, x, index, nearest) : mix(c, x, index, mixtures(place, axis))
  }
  return [x]
}

/** Growing and shrinking of images. */
export const resizeImports: ImportRules = { Resize: resize, Upsample: resize }
