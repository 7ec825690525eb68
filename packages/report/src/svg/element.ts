import { escapeHtml } from '../escape.js'

type Attributes = Readonly<Record<string, string | number | undefined>>

/** An SVG or HTML element; `children` are markup already. */
export function element(
  name: string,
  attributes: Attributes,
  children: readonly string[] = [],
): string {
  const words = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeHtml(show(value))}"`],
  )
  return `<${name}${words.join('')}>${children.join('')}</${name}>`
}

/** A tenth of a pixel is as fine as anyone sees. */
const show = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10) : value

/** A drawing of that size in its own units; it fills the width that it is given. */
export const drawing = (width: number, height: number, children: readonly string[]): string =>
  element('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, children)

/** Options of {@link label}. */
export interface LabelOptions {
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly class?: string
  /** Room for it; what does not fit is cut, and shown in full when pointed at. */
  readonly room?: number
  readonly transform?: string
  readonly fill?: string
}

/** A line of text that starts, ends or is centred at a point. */
export function label(x: number, y: number, text: string, options: LabelOptions = {}): string {
  const { anchor = 'start', room = Number.POSITIVE_INFINITY, ...attributes } = options
  const shown = shorten(text, room)
  const title = shown === text ? [] : [element('title', {}, [escapeHtml(text)])]
  const position = { x, y, 'text-anchor': anchor === 'start' ? undefined : anchor }
  return element('text', { ...position, ...attributes }, [...title, escapeHtml(shown)])
}

/** Mean width of a letter at the size of labels; letters differ, so this is generous. */
const letterWidth = 6.8

/** How wide a text is at most, in units of the drawing. */
export const widthOf = (text: string): number => [...text].length * letterWidth

function shorten(text: string, room: number): string {
  // Room may have been worked out from the text itself, and rounded.
  if (widthOf(text) <= room + 0.1) return text
  const letters = Math.max(1, Math.floor(room / letterWidth) - 1)
  return `${[...text].slice(0, letters).join('').trimEnd()}…`
}
