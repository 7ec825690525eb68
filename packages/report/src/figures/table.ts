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

/** A table; on narrow screens each row becomes a card. */
export interface TableFigure extends Figure {
  readonly kind: 'table'
  readonly columns: readonly TableColumn[]
  /** Cells as they are written, `–` where there is nothing; the first says what the row is about. */
  readonly rows: readonly (readonly string[])[]
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
      rows: z.array(z.array(z.string())),
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
  data: ({ columns, rows }) => ({ columns: columns.map(({ title }) => title), rows }),
}

/** What stands in cells that have nothing to say; cards leave them out. */
const absent = '–'

function cellHtml(cell: string, { title, isText }: TableColumn, isFirst: boolean): string {
  const classes = [isText ? 'text' : '', cell === absent ? 'absent' : ''].filter(Boolean).join(' ')
  const attributes = { class: classes || undefined, 'data-title': title }
  const content = [`<span>${escapeHtml(cell)}</span>`]
  return isFirst
    ? element('th', { role: 'rowheader', scope: 'row', ...attributes }, content)
    : element('td', { role: 'cell', ...attributes }, content)
}
