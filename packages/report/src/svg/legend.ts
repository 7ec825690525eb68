import { symbol, symbolsFill } from 'd3-shape'
import { escapeHtml } from '../escape.js'
import { element } from './element.js'

/** How many groups can be told apart by colour and shape. */
export const groupLimit = 6

/** The distinct groups, in the order of their first appearance. */
export const groupsOf = (items: readonly { readonly group?: string | undefined }[]): string[] => [
  ...new Set(items.flatMap(({ group }) => group ?? [])),
]

/** The class that colours a group. */
export const groupClass = (group: string | undefined, groups: readonly string[]): string =>
  `group-${group === undefined ? 0 : groups.indexOf(group) % groupLimit}`

/** The mark of a group at a point: each group has a shape of its own besides its colour. */
export function mark(
  x: number,
  y: number,
  options: { readonly index: number; readonly size?: number; readonly class: string },
): string {
  const shape = symbolsFill[options.index % symbolsFill.length]!
  const place = `translate(${x.toFixed(1)} ${y.toFixed(1)})`
  const path = symbol(shape, options.size ?? 28).digits(1)()!
  return element('path', { class: options.class, transform: place, d: path })
}

/** Which colour and mark or line is which group, as a list; nothing for a single group. */
export function legend(
  groups: readonly string[],
  sample: (group: string, index: number) => string,
): string {
  if (groups.length < 2) return ''
  const items = groups.map(
    (group, i) =>
      `<li><svg viewBox="0 0 24 12" aria-hidden="true">${sample(group, i)}</svg>${escapeHtml(group)}</li>`,
  )
  return `<ul class="legend">${items.join('')}</ul>`
}
