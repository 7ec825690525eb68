import { z } from 'zod'
import { escapeHtml } from '../escape.js'
import type { Figure, FigureKind } from '../figure.js'
import { element } from '../svg/element.js'
import { pixelPaths } from '../svg/pixels.js'
import { figureFields } from './fields.js'

/** A small picture with what is to be said of it. */
export interface GridImage {
  /** Pixels in a row; the number of rows follows. */
  readonly width: number
  /** Row by row, from 0 (paper) to 1 (ink). */
  readonly pixels: readonly number[]
  readonly caption: string
  /** A second, quieter line. */
  readonly detail?: string
}

/** Pictures side by side, such as the digits that a network got most wrong. */
export interface ImageGridFigure extends Figure {
  readonly kind: 'imageGrid'
  readonly images: readonly GridImage[]
}

/** Shades that are told apart. */
const shades = 32

/** Checks a {@link GridImage}. */
export const imageSchema = z
  .strictObject({
    width: z.int().min(1),
    pixels: z.array(z.number().min(0).max(1)).min(1),
    caption: z.string().min(1),
    detail: z.string().optional(),
  })
  .refine(({ width, pixels }) => pixels.length % width === 0, {
    message: 'the pixels must fill whole rows of `width`',
    path: ['pixels'],
  })

/** Draws {@link ImageGridFigure}. */
export const imageGrid: FigureKind<ImageGridFigure> = {
  kind: 'imageGrid',
  schema: z.strictObject({
    ...figureFields,
    kind: z.literal('imageGrid'),
    images: z.array(imageSchema).min(1),
  }),
  draw: ({ images }) => `<ul class="images">${images.map(item).join('')}</ul>`,
  describe: ({ images }) =>
    `${images.length} pictures: ${images.map(({ caption, detail }) => (detail ? `${caption} (${detail})` : caption)).join('; ')}.`,
  data({ images }) {
    const most = Math.max(...images.map(({ pixels }) => pixels.length))
    return {
      columns: [
        'caption',
        'detail',
        'width',
        ...Array.from({ length: most }, (_, i) => `pixel ${i}`),
      ],
      rows: images.map(({ caption, detail = '', width, pixels }) => [
        caption,
        detail,
        width,
        ...Array.from({ length: most }, (_, i) => pixels[i] ?? ''),
      ]),
    }
  },
}

const item = (picture: GridImage): string =>
  pictureItem(drawPicture(picture), picture.caption, picture.detail)

/** A picture with its captions, in a list of the class `images`. */
export function pictureItem(drawn: string, caption: string, detail?: string): string {
  const quiet = detail === undefined ? '' : `<small>${escapeHtml(detail)}</small>`
  return `<li>${drawn}<span>${escapeHtml(caption)}</span>${quiet}</li>`
}

/** A picture in shades from paper to ink. */
export function drawPicture({ width, pixels }: Pick<GridImage, 'width' | 'pixels'>): string {
  const height = pixels.length / width
  const paths = [...pixelPaths(width, pixels, (value) => Math.round(value * shades))]
    .filter(([shade]) => shade > 0)
    .map(([shade, d]) => element('path', { 'fill-opacity': String(shade / shades), d }))
  const box = { class: 'picture', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }
  return element('svg', box, [element('rect', { class: 'paper', width, height }), ...paths])
}
