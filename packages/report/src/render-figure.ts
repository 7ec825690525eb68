import { DataError, suggest } from '@parallax-ml/core'
import type { z } from 'zod'
import { toCsv } from './csv.js'
import { escapeHtml } from './escape.js'
import type { Figure, FigureKind } from './figure.js'

/** A figure as HTML: title, what to see, the picture, its text alternative and its data. */
export function renderFigure(figure: Figure, kinds: readonly FigureKind[], number: number): string {
  const kind = kindOf(figure, kinds)
  const id = `figure-${number}`
  const alternative = kind.describe(figure)
  const role = kind.script === undefined ? 'img' : 'group'
  const picture =
    alternative === ''
      ? kind.draw(figure)
      : `<div role="${role}" aria-labelledby="${id}-title" aria-describedby="${id}-text">${kind.draw(figure)}</div>`
  const words =
    alternative === ''
      ? ''
      : details('In words', `<p id="${id}-text">${escapeHtml(alternative)}</p>`)
  return `<figure id="${id}" class="${figure.wide ? 'wide' : ''}${figure.tall ? 'tall' : ''}">
<figcaption><h3 id="${id}-title">${escapeHtml(figure.title)}</h3><p>${escapeHtml(figure.see)}</p></figcaption>
${picture}
<div class="more">${words}${download(figure, kind)}</div>
</figure>`
}

const details = (title: string, content: string): string =>
  `<details><summary>${title}</summary>${content}</details>`

/** The data are in the link itself, so nothing is asked for when they are saved. */
function download(figure: Figure, kind: FigureKind): string {
  const csv = encodeURIComponent(toCsv(kind.data(figure)))
    .replaceAll('%2C', ',')
    .replaceAll('%20', ' ')
  const name = figure.title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
  return `<a download="${escapeHtml(name || 'figure')}.csv" href="data:text/csv;charset=utf-8,${escapeHtml(csv)}">Data (CSV)<span class="unseen"> of ${escapeHtml(figure.title)}</span></a>`
}

/**
 * The kind of a figure, once the figure is known to be of it.
 * @throws {DataError}
 */
export function kindOf(figure: Figure, kinds: readonly FigureKind[]): FigureKind {
  const kind = kinds.find((other) => other.kind === figure.kind)
  if (kind === undefined) {
    throw new DataError({
      where: `figure '${figure.title}'`,
      problem: `there is no kind of figure '${figure.kind}'`,
      hint: suggest(
        figure.kind,
        kinds.map((other) => other.kind),
      ),
    })
  }
  const { error } = kind.schema.safeParse(figure)
  if (error === undefined) return kind
  throw new DataError({
    where: `figure '${figure.title}' (${figure.kind})`,
    problem: error.issues.map(showIssue).join('; '),
  })
}

const showIssue = ({ path, message }: z.core.$ZodIssue): string =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`
