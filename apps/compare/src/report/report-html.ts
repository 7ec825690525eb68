import type { ComparisonCell } from '../comparison.js'
import type { Environment, Results, RunError } from '../results.js'
import type { Summary } from '../summary.js'
import { type Column, costColumns, qualityColumns } from '../table.js'
import { escapeHtml } from './escape.js'
import { lossCurves } from './loss-curves.js'
import { reportStyle } from './style.js'

/** What the report shows. */
export interface ReportContents {
  readonly results: Results
  readonly cells: readonly ComparisonCell[]
  readonly summaries: readonly Summary[]
  readonly verdicts: readonly string[]
}

/** The comparison as one HTML page that asks the network for nothing and runs no script. */
export function reportHtml({ results, cells, summaries, verdicts }: ReportContents): string {
  const { environment, protocol, errors } = results
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Parallax comparison</title>
<style>${reportStyle}</style>
</head>
<body>
<h1>Parallax comparison</h1>
<p>${escapeHtml(environment.date)}</p>
<h2>What was learned</h2>
${table(qualityColumns, summaries)}
${list(verdicts)}
${failures(errors)}
<h2>What it took</h2>
${table(costColumns, summaries)}
<h2>Training loss by epoch</h2>
<div class="curves">
${cells.map(figure).join('\n')}
</div>
<h2>Protocol</h2>
${list(protocol.split('\n'))}
<h2>Environment</h2>
${definitions(environment)}
</body>
</html>
`
}

function table(columns: readonly Column[], summaries: readonly Summary[]): string {
  const textClass = ({ isText }: Column): string => (isText ? ' class="text"' : '')
  const titles = columns.map((column) => `<th${textClass(column)}>${escapeHtml(column.title)}</th>`)
  const rows = summaries.map((summary) => {
    const cells = columns.map(
      (column) =>
        `<td${textClass(column)} data-title="${escapeHtml(column.title)}">${escapeHtml(column.cell(summary))}</td>`,
    )
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table>
<thead><tr>${titles.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`
}

const list = (items: readonly string[]): string =>
  `<ul>\n${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('\n')}\n</ul>`

function failures(errors: readonly RunError[]): string {
  if (errors.length === 0) return ''
  const lines = errors.map(
    ({ task, backend, seed, code, message }) =>
      `${task} on ${backend}, seed ${seed}: ${message} (${code})`,
  )
  return `<h2>Runs that failed</h2>\n${list(lines)}`
}

function figure({ task, backend, measured }: ComparisonCell): string {
  if (measured.length === 0) return ''
  const title = `${task.name} on ${backend}`
  const curves = measured.map(({ losses }) => losses)
  return `<figure>${lossCurves(`${title}: training loss by epoch, one line per seed`, curves)}<figcaption>${escapeHtml(title)}</figcaption></figure>`
}

const definitions = (environment: Environment): string =>
  `<dl>\n${Object.entries(environment)
    .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(String(value))}</dd>`)
    .join('\n')}\n</dl>`
