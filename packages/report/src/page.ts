import { escapeHtml } from './escape.js'
import type { FigureKind, PageScript } from './figure.js'
import { figureKinds } from './figures/index.js'
import { kindOf, renderFigure } from './render-figure.js'
import type { Report, Section, Verdict } from './report.js'
import { pageStyle } from './style.js'
import { type Tone, toneSigns } from './tone.js'

/** Options of {@link reportHtml}. */
export interface ReportOptions {
  /** Kinds of figures besides the built-in ones; one of the same name takes the place of a built-in. */
  readonly kinds?: readonly FigureKind[]
}

/**
 * A report as one HTML page. It asks for nothing: style, figures and their data are in the page. It
 * runs no script, unless a figure is of a kind that has one, such as `whatIf`; the content policy
 * allows that one alone, by its hash, and forbids the rest.
 *
 * @throws {DataError} if a figure is of no known kind, or its data cannot be drawn.
 *
 * @example
 * const html = reportHtml({
 *   title: 'Training',
 *   sections: [
 *     {
 *       title: 'Loss',
 *       figures: [
 *         {
 *           kind: 'lines',
 *           title: 'Training loss',
 *           see: 'It falls to a tenth within three epochs.',
 *           x: { label: 'epoch' },
 *           y: { label: 'loss', scale: 'log' },
 *           series: [{ name: 'seed 0', points: [[1, 0.7], [2, 0.2], [3, 0.07]] }],
 *         },
 *       ],
 *     },
 *   ],
 * })
 */
export function reportHtml(report: Report, { kinds = [] }: ReportOptions = {}): string {
  const { title, subtitle, summary, verdicts = [], sections } = report
  const allKinds = [...kinds, ...figureKinds]
  let figures = 0
  const parts = sections.map((section, i) => {
    const drawn = (section.figures ?? []).map((figure) => renderFigure(figure, allKinds, ++figures))
    return sectionHtml(section, i, drawn)
  })
  const scripts = scriptsOf(report, allKinds)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${policyOf(scripts)}">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
${subtitle === undefined ? '' : `<p class="soft">${escapeHtml(subtitle)}</p>`}
${summary === undefined ? '' : `<p class="summary">${escapeHtml(summary)}</p>`}
${contents(sections)}
</header>
<main>
${verdictList(verdicts)}
${parts.join('\n')}
</main>
${scripts.map(({ source }) => `<script>${source}</script>\n`).join('')}</body>
</html>
`
}

/** The scripts of the kinds of figures that are there, each once. */
function scriptsOf({ sections }: Report, kinds: readonly FigureKind[]): PageScript[] {
  const figures = sections.flatMap((section) => section.figures ?? [])
  return [...new Set(figures.flatMap((figure) => kindOf(figure, kinds).script ?? []))]
}

const policyOf = (scripts: readonly PageScript[]): string =>
  scripts.length === 0 ? '' : `; script-src ${scripts.map(({ hash }) => `'${hash}'`).join(' ')}`

function contents(sections: readonly Section[]): string {
  if (sections.length < 2) return ''
  const links = sections.map(
    ({ title }, i) => `<li><a href="#section-${i}">${escapeHtml(title)}</a></li>`,
  )
  return `<nav aria-label="Contents"><ul>${links.join('')}</ul></nav>`
}

const order: readonly Tone[] = ['failed', 'bad', 'neutral', 'good']

/** What went wrong comes first, since it is what a reader must not miss. */
function verdictList(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return ''
  const sorted = verdicts.toSorted((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone))
  const items = sorted.map(({ tone, word, subject, text }) => {
    const { sign, name } = toneSigns[tone]
    return `<li class="${tone}"><span class="sign" aria-hidden="true">${sign}</span><div><strong>${escapeHtml(subject)}</strong> <span class="tone">${escapeHtml(word ?? name)}</span><p>${escapeHtml(text)}</p></div></li>`
  })
  return `<section aria-labelledby="verdicts"><h2 id="verdicts">Verdicts</h2>
<ul class="verdicts">
${items.join('\n')}
</ul></section>`
}

function sectionHtml(
  { title, text = [], facts }: Section,
  i: number,
  figures: readonly string[],
): string {
  const id = `section-${i}`
  const paragraphs = text.map((paragraph) => `<p class="prose">${escapeHtml(paragraph)}</p>`)
  const body = [
    ...paragraphs,
    figures.length === 0 ? '' : `<div class="figures">\n${figures.join('\n')}\n</div>`,
    facts === undefined ? '' : factList(facts),
  ]
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escapeHtml(title)}</h2>
${body.filter(Boolean).join('\n')}
</section>`
}

function factList(facts: Readonly<Record<string, string>>): string {
  const items = Object.entries(facts).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  )
  return `<dl>${items.join('')}</dl>`
}
