/** The report's style: light and dark as the reader's system, one column down to 360 px. */
export const reportStyle = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #59636e; --line: #d1d9e0; --back: #fff; --mark: #0b62c4 }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --soft: #9aa5b1; --line: #3d444d; --back: #0d1117; --mark: #6cb0ff }
}
body { margin: 0 auto; padding: 1rem; max-width: 64rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; margin: .5rem 0 } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--line) }
th { color: var(--soft); font-weight: 600 } .text { text-align: left }
.curves { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 1rem }
figure { margin: 0 } figcaption, dt { color: var(--soft) }
svg { width: 100%; height: auto } svg text { font-size: 10px; fill: var(--soft) }
svg path { fill: none; stroke: var(--line) } svg polyline { fill: none; stroke: var(--mark); opacity: .6 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem } dd { margin: 0 }
@media (max-width: 44rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line) }
  td { display: flex; justify-content: space-between; gap: 1rem; padding: .1rem 0; border: 0 }
  td::before { content: attr(data-title); color: var(--soft) }
}
`
