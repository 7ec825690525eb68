import { z } from 'zod'
import type { Figure, FigureKind } from '../figure.js'
import { drawing, element, label } from '../svg/element.js'
import { figureFields } from './fields.js'

/** A layer, or an input, as a block. */
export interface LayerBlock {
  readonly name: string
  /** What it does, for example `conv2d (relu)`. */
  readonly type: string
  /** What it gives for one row. */
  readonly shape: readonly number[]
  readonly parameters: number
  /** Names of the blocks above that it reads. */
  readonly reads: readonly string[]
}

/** A network of any size, layer by layer. */
export interface LayerBlocksFigure extends Figure {
  readonly kind: 'layerBlocks'
  /** In an order in which every layer comes after what it reads. */
  readonly blocks: readonly LayerBlock[]
}

const width = 340
const blockHeight = 38
const gap = 12
const arcRoom = 7
const mostArcs = 6

const block = z.strictObject({
  name: z.string().min(1),
  type: z.string(),
  shape: z.array(z.int().min(0)),
  parameters: z.int().min(0),
  reads: z.array(z.string()),
})

/** Draws {@link LayerBlocksFigure}. */
export const layerBlocks: FigureKind<LayerBlocksFigure> = {
  kind: 'layerBlocks',
  schema: z.strictObject({
    ...figureFields,
    kind: z.literal('layerBlocks'),
    blocks: z
      .array(block)
      .min(1)
      .refine((blocks) => new Set(blocks.map(({ name }) => name)).size === blocks.length, {
        message: 'each name must be there once',
      })
      .refine(
        (blocks) =>
          blocks.every(({ reads }, i) =>
            reads.every((name) => blocks.slice(0, i).some((other) => other.name === name)),
          ),
        { message: 'each block must read blocks that come before it' },
      ),
  }),
  draw({ blocks }) {
    const skips = skipsOf(blocks)
    const left = 2 + arcRoom * Math.min(mostArcs, skips.length)
    const most = Math.max(...blocks.map(({ parameters }) => parameters)) || 1
    const y = (i: number): number => 1 + (blockHeight + gap) * i
    const height = y(blocks.length) - gap + 2
    const boxes = blocks.map((each, i) => {
      const inner = width - left - 18
      const bar = (inner * each.parameters) / most
      return [
        element('rect', {
          class: 'block',
          x: left,
          y: y(i),
          width: width - left - 1,
          height: blockHeight,
          rx: 5,
        }),
        label(left + 8, y(i) + 14, each.name, { class: 'row-label', room: inner / 2 - 6 }),
        label(width - 9, y(i) + 14, each.type === each.name ? '' : each.type, {
          anchor: 'end',
          room: inner / 2,
        }),
        label(left + 8, y(i) + 28, showShape(each.shape), { room: inner / 2 - 6 }),
        label(width - 9, y(i) + 28, parametersOf(each), { anchor: 'end', room: inner / 2 }),
        bar > 0
          ? element('rect', {
              class: 'share-part',
              x: left + 8,
              y: y(i) + 32,
              width: bar,
              height: 3,
            })
          : '',
      ].join('')
    })
    const middle = (left + width) / 2
    const straight = blocks
      .slice(1)
      .flatMap(({ reads }, i) =>
        reads.includes(blocks[i]!.name)
          ? [`M${middle} ${y(i) + blockHeight}v${gap - 3}m-3 -3l3 3l3 -3`]
          : [],
      )
    const arcs = skips.map(([from, to], i) => {
      const x = left - arcRoom * (1 + (i % mostArcs)) + 2
      return `M${left} ${y(from) + 25}H${x}V${y(to) + 13}H${left}m-3 -3l3 3l-3 3`
    })
    return drawing(width, height, [
      element('path', { class: 'axis', d: [...straight, ...arcs].join('') }),
      ...boxes,
    ])
  },
  describe({ blocks }) {
    const told = blocks.map((each, i) => {
      const isNext =
        each.reads.length === 0 ||
        (each.reads.length === 1 && each.reads[0] === blocks[i - 1]?.name)
      const reads = isNext ? '' : `, reads ${each.reads.join(' and ')}`
      return `${each.name}: ${each.type}, gives ${showShape(each.shape)}, ${parametersOf(each)}${reads}`
    })
    const total = blocks.reduce((sum, { parameters }) => sum + parameters, 0)
    return `${blocks.length} blocks with ${total.toLocaleString('en-US')} weights in all. ${told.join('; ')}.`
  },
  data: ({ blocks }) => ({
    columns: ['layer', 'type', 'shape', 'weights', 'reads'],
    rows: blocks.map(({ name, type, shape, parameters, reads }) => [
      name,
      type,
      showShape(shape),
      parameters,
      reads.join(' '),
    ]),
  }),
}

const showShape = (shape: readonly number[]): string => shape.join(' × ') || '1'

const parametersOf = ({ parameters }: LayerBlock): string =>
  parameters === 0 ? 'no weights' : `${parameters.toLocaleString('en-US')} weights`

/** Reads that pass over other blocks, as pairs of places. */
const skipsOf = (blocks: readonly LayerBlock[]): (readonly [from: number, to: number])[] =>
  blocks.flatMap(({ reads }, to) =>
    reads.flatMap((name) => {
      const from = blocks.findIndex((other) => other.name === name)
      return from === to - 1 ? [] : [[from, to] as const]
    }),
  )
