import { explanationStyle } from './explanation-style.js'
import { heat } from './svg/color.js'

/**
 * The page's style: light and dark as the reader's system has it, light on paper, one column down
 * to 360 px. Colours of groups are those of Okabe and Ito, darkened or lightened until they stand
 * out from the background by 3 : 1, and text by 4.5 : 1.
 */
export const pageStyle = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --line: #d1d9e0; --grid: #e4e9ee;
  --back: ${heat.light.page}; --heat: ${heat.light.full}; --card: #f6f8fa; --link: #0a58b0;
  --good: #0b62a4; --neutral: #57606a; --bad: #a8480a; --failed: #a40e4c;
  --group-0: #0b62a4; --group-1: #b65104; --group-2: #00795a; --group-3: #a1447c; --group-4: #6b5b00; --group-5: #1b1f24 }
@media screen and (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --soft: #9fabb7; --line: #3d444d; --grid: #262c34; --back: ${heat.dark.page}; --heat: ${heat.dark.full}; --card: #151b23;
    --link: #79b8ff; --good: #6cb6ff; --neutral: #9fabb7; --bad: #f0a055; --failed: #ff8fb8;
    --group-0: #6cb6ff; --group-1: #f0a055; --group-2: #3fc99b; --group-3: #e59ac6; --group-4: #e0cf5a; --group-5: #e6edf3 }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.25rem 1rem 3rem; max-width: 72rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line) }
h3 { font-size: 1rem; margin: 0 }
p { margin: .25rem 0 } a { color: var(--link) }
.soft, .tone, small { color: var(--soft) } .prose { max-width: 46rem; margin: .5rem 0 }
.summary { font-size: 1.15rem; max-width: 46rem; margin: .75rem 0 }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: .75rem 0 0; padding: 0 }
.verdicts { list-style: none; margin: .75rem 0; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)) }
.verdicts li { display: flex; gap: .75rem; padding: .75rem; background: var(--card); border-radius: .5rem; border-left: .25rem solid currentColor }
.verdicts li > div { color: var(--text); min-width: 0 } .verdicts p { font-size: .925rem }
.good { color: var(--good) } .neutral { color: var(--neutral) } .bad { color: var(--bad) } .failed { color: var(--failed) }
.figures { display: grid; gap: 1.5rem; margin-top: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)) }
figure { margin: 0; min-width: 0; display: flex; flex-direction: column; break-inside: avoid }
.wide { grid-column: 1 / -1 } .tall { grid-row: span 2 }
figcaption { margin-bottom: .5rem } figcaption p { color: var(--soft); font-size: .925rem }
figure svg { display: block; width: 100%; max-width: 30rem; height: auto }
.more { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; margin-top: .25rem; font-size: .85rem }
.more details { flex: 0 1 auto; max-width: 100% } .more details[open] { flex-basis: 100% }
summary { cursor: pointer; color: var(--soft) }
.more summary, .more a { padding: .3rem 0; display: inline-block }
svg text { font-size: 11px } svg text:not(.cell) { fill: var(--soft) } svg text.row-label, svg text.row-value { fill: var(--text) }
.heat { fill: var(--heat); stroke: var(--line) } .faint, .middle { fill: #000 } .cell.full { fill: #fff }
svg text.row-value { font-variant-numeric: tabular-nums } 
.grid, .axis, .divide, .beyond, .line, .whisker, .bar, .boundary { fill: none }
.grid { stroke: var(--grid) } .axis { stroke: var(--soft) }
.divide { stroke: var(--text); stroke-dasharray: 4 3 } .beyond { stroke: var(--soft); stroke-width: 2 }
.beyond.main { stroke: var(--group-0) } .beyond.good { stroke: var(--good) } .beyond.bad { stroke: var(--bad) }
.line { stroke-width: 1; opacity: .45; stroke-linecap: round; stroke-linejoin: round } .line.strong { stroke-width: 2.25; opacity: 1 }
${Array.from({ length: 6 }, (_, i) => `.line.group-${i} { stroke: var(--group-${i}) } .point.group-${i} { fill: var(--group-${i}) }`).join('\n')}
.line.group-1 { stroke-dasharray: 6 3 } .line.group-2 { stroke-dasharray: 2 3 } .line.group-3 { stroke-dasharray: 8 3 2 3 }
.point { fill-opacity: .55 }
.whisker { stroke-width: 2 } .bar { stroke-width: 11 }
.mark.main { fill: var(--group-0) } .whisker.main, .bar.main { stroke: var(--group-0) }
.mark.reference { fill: var(--soft) } .whisker.reference, .bar.reference { stroke: var(--soft) }
.mark.good { fill: var(--good) } .whisker.good, .bar.good { stroke: var(--good) }
.mark.neutral { fill: var(--neutral) } .whisker.neutral, .bar.neutral { stroke: var(--neutral) }
.mark.bad { fill: var(--bad) } .whisker.bad, .bar.bad { stroke: var(--bad) }
.boundary { stroke: #000; stroke-width: 1.5 }
.on-field { stroke: #fff; stroke-width: .8 } svg .end-0 { fill: #8a3f00 } svg .end-1 { fill: #053f70 }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 0; padding: 0; font-size: .85rem }
.legend li { display: flex; align-items: center; gap: .4rem } figure .legend svg { width: 24px; height: 12px }
.images { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr)); list-style: none; margin: 0; padding: 0 }
.images li { display: flex; flex-direction: column; font-size: .85rem; line-height: 1.3 }
.picture { border: 1px solid var(--line); margin-bottom: .25rem } svg.picture:not(.signed) path { fill: #000 } .paper { fill: #fff }
.picture { shape-rendering: crispEdges }
table { border-collapse: collapse; min-width: 50%; font-variant-numeric: tabular-nums; font-size: .925rem }
th, td { padding: .35rem .6rem; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom } .text { text-align: left } tbody th { font-weight: 600 }
figure > table { align-self: flex-start } th:not(.text), td:not(.text), thead th { overflow-wrap: normal }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 46rem); gap: .35rem 1rem; margin: .75rem 0 } dt { color: var(--soft) } dd { margin: 0 }
${explanationStyle}@media screen and (prefers-color-scheme: dark) { .faint { fill: #fff } .cell.full { fill: #000 } }
@media screen and (max-width: 48rem) {
  table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  table, tbody, tr { display: block; width: 100% } .tall { grid-row: auto }
  tr { padding: .6rem 0; border-bottom: 1px solid var(--line) }
  tbody th, td { display: flex; justify-content: space-between; gap: 1rem; padding: .1rem 0; border: 0; text-align: left }
  .absent { display: none !important }
  td::before { content: attr(data-title); color: var(--soft); flex: none } td span { text-align: right }
}
@media print {
  :root { color-scheme: light } body { max-width: none; padding: 0; font-size: 10pt }
  nav, .more { display: none } table { font-size: 8pt } th, td { padding: .15rem .3rem } h2 { break-after: avoid } .verdicts li, tr { break-inside: avoid }
  * { print-color-adjust: exact }
}
`
