import { z } from 'zod'
import { escapeHtml } from '../escape.js'
import type { Figure, FigureKind } from '../figure.js'
import { element } from '../svg/element.js'
import { figureFields } from './fields.js'

/** A column of a table. */
export interface TableColumn {
  readonly title: string
  /** Text stands left, numbers right. Default: numbers. */
  readonly isText?: boolean
}

/** A share as a bar, with what is written beside it. */
export interface BarCell {
  readonly text: string
  /** From 0 to 1. */
  readonly share: number
}

/** A table; on narrow screens each row becomes a card. */
export interface TableFigure extends Figure {
  readonly kind: 'table'
  readonly columns: readonly TableColumn[]
  /** Cells as they are written, `–` where there is nothing; the first says what the row is about. */
  readonly rows: readonly (readonly (string | BarCell)[])[]
}

/** Draws {@link TableFigure}. */
export const table: FigureKind<TableFigure> = {
  kind: 'table',
  schema: z
    .strictObject({
      ...figureFields,
      kind: z.literal('table'),
      columns: z
        .array(z.strictObject({ title: z.string(), isText: z.boolean().optional() }))
        .min(1),
      rows: z.array(
        z.array(
          z.union([
            z.string(),
            z.strictObject({ text: z.string(), share: z.number().min(0).max(1) }),
          ]),
        ),
      ),
    })
    .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), {
      message: 'each row must have a cell for each column',
      path: ['rows'],
    }),
  draw({ columns, rows, title }) {
    const heads = columns.map(({ title, isText }) =>
      element('th', { role: 'columnheader', scope: 'col', class: isText ? 'text' : undefined }, [
        escapeHtml(title),
      ]),
    )
    const body = rows.map((row) => {
      const cells = row.map((cell, i) => cellHtml(cell, columns[i]!, i === 0))
      return `<tr role="row">${cells.join('')}</tr>`
    })
    // As cards, rows and cells are no table to a browser; the roles keep them one for readers.
    return `<table role="table" aria-label="${escapeHtml(title)}">
<thead role="rowgroup"><tr role="row">${heads.join('')}</tr></thead>
<tbody role="rowgroup">
${body.join('\n')}
</tbody>
</table>`
  },
  describe: () => '',
  data: ({ columns, rows }) => ({
    columns: columns.map(({ title }) => title),
    rows: rows.map((row) => row.map(textOf)),
  }),
}

/** What stands in cells that have nothing to say; cards leave them out. */
const absent = '–'

const textOf = (cell: string | BarCell): string => (typeof cell === 'string' ? cell : cell.text)

function cellHtml(
  cell: string | BarCell,
  { title, isText }: TableColumn,
  isFirst: boolean,
): string {
  const text = textOf(cell)
  const isBar = typeof cell !== 'string'
  const classes = [isText && 'text', isBar && 'with-bar', text === absent && 'absent']
  const attributes = { class: classes.filter(Boolean).join(' ') || undefined, 'data-title': title }
  const bar = isBar ? barHtml(cell.share) : ''
  const content = [`<span>${bar}${escapeHtml(text)}</span>`]
  return isFirst
    ? element('th', { role: 'rowheader', scope: 'row', ...attributes }, content)
    : element('td', { role: 'cell', ...attributes }, content)
}

const barHtml = (share: number): string =>
  element('svg', { class: 'share', viewBox: '0 0 40 8', 'aria-hidden': 'true' }, [
    element('path', { class: 'share-room', d: 'M0 0H40V8H0Z' }),
    element('path', { class: 'share-part', d: `M0 0H${(40 * share).toFixed(1)}V8H0Z` }),
  ])
