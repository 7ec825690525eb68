import { z } from 'zod'
import { escapeHtml } from '../escape.js'
import type { Figure, FigureKind } from '../figure.js'
import { diverging } from '../svg/color.js'
import { element } from '../svg/element.js'
import { pixelPaths } from '../svg/pixels.js'
import { showNumber } from '../svg/scale.js'
import { figureFields, finite } from './fields.js'
import { drawPicture, type GridImage, imageSchema, pictureItem } from './image-grid.js'

/** A number with a sign for every pixel, such as what each contributed to an answer. */
export interface SignedMap {
  /** Pixels in a row; the number of rows follows. */
  readonly width: number
  /** Row by row. */
  readonly values: readonly number[]
  readonly caption: string
  /** A second, quieter line. Default: the largest size, which has the full colour. */
  readonly detail?: string
}

/** Maps of one kind, such as those of the trained network, or of one with randomised weights. */
export interface MapRow {
  /** What the maps have in common; may be left out where there is one row. */
  readonly label?: string
  readonly maps: readonly SignedMap[]
}

/** A picture and, in rows below one another, maps with signs of the same shape. */
export interface AttributionMapsFigure extends Figure {
  readonly kind: 'attributionMaps'
  /** Stands at the head of each row. */
  readonly input?: GridImage
  readonly rows: readonly MapRow[]
}

/** Colours on each side of 0. */
const shades = 16
/** Negative pixels of at least this share of the largest size are marked by a dash. */
const marked = 0.2

const map = z
  .strictObject({
    width: z.int().min(1),
    values: z.array(finite).min(1),
    caption: z.string().min(1),
    detail: z.string().optional(),
  })
  .refine(({ width, values }) => values.length % width === 0, {
    message: 'the values must fill whole rows of `width`',
    path: ['values'],
  })

/** Draws {@link AttributionMapsFigure}. */
export const attributionMaps: FigureKind<AttributionMapsFigure> = {
  kind: 'attributionMaps',
  schema: z.strictObject({
    ...figureFields,
    kind: z.literal('attributionMaps'),
    input: imageSchema.optional(),
    rows: z
      .array(z.strictObject({ label: z.string().optional(), maps: z.array(map).min(1) }))
      .min(1),
  }),
  draw({ input, rows }) {
    const first =
      input === undefined ? '' : pictureItem(drawPicture(input), input.caption, input.detail)
    const drawn = rows.map(({ label = '', maps }) => {
      const heading = label === '' ? '' : `<p class="map-row">${escapeHtml(label)}</p>`
      const items = maps.map((each) => pictureItem(drawMap(each), each.caption, detailOf(each)))
      return `${heading}<ul class="images maps">${first}${items.join('')}</ul>`
    })
    return `${drawn.join('')}<p class="key"><span class="swatch plus"></span>for <span class="swatch minus">−</span>against; full colour at the number below each</p>`
  },
  describe({ input, rows }) {
    const told = rows.map(({ label = 'Maps', maps }) => {
      const each = maps.map((one) => {
        const { row, column, value } = strongest(one)
        return `${one.caption}, strongest at row ${row}, column ${column} (${showNumber(value)})`
      })
      return `${label}: ${each.join('; ')}.`
    })
    return `${input === undefined ? '' : `${input.caption}. `}${told.join(' ')}`
  },
  data: ({ rows }) => ({
    columns: ['maps', 'map', 'row', 'column', 'value'],
    rows: rows.flatMap(({ label = '', maps }) =>
      maps.flatMap(({ caption, width, values }) =>
        values.map((value, i) => [label, caption, Math.floor(i / width), i % width, value]),
      ),
    ),
  }),
}

const sizeOf = ({ values }: SignedMap): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

const detailOf = (one: SignedMap): string => one.detail ?? `±${showNumber(sizeOf(one))}`

function strongest(one: SignedMap): { row: number; column: number; value: number } {
  const size = sizeOf(one)
  const index = one.values.findIndex((value) => Math.abs(value) === size)
  const { width, values } = one
  return { row: Math.floor(index / width), column: index % width, value: values[index]! }
}

function drawMap(one: SignedMap): string {
  const { width, values } = one
  const size = sizeOf(one) || 1
  const shadeOf = (value: number): number => Math.round((value / size) * shades)
  const paths = [...pixelPaths(width, values, shadeOf)]
    .filter(([shade]) => shade !== 0)
    .map(([shade, d]) => element('path', { fill: diverging(0.5 + shade / shades / 2), d }))
  // A sign of their own, since colour alone must not tell for from against.
  const dashes = values.flatMap((value, i) =>
    value <= -marked * size ? [`M${(i % width) + 0.25} ${Math.floor(i / width) + 0.5}h.5`] : [],
  )
  const height = values.length / width
  const box = { class: 'picture signed', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }
  return element('svg', box, [
    element('rect', { fill: diverging(0.5), width, height }),
    ...paths,
    element('path', { class: 'dashes', d: dashes.join('') }),
  ])
}
