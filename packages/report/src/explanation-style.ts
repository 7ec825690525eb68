/** Style of what explains: forests, swarms, waterfalls, trees, networks and sliders. */
export const explanationStyle = `
${Array.from({ length: 6 }, (_, i) => `.mark.group-${i}, .fill.group-${i} { fill: var(--group-${i}) } .whisker.group-${i} { stroke: var(--group-${i}); fill: none }`).join('\n')}
.dots { fill: none; stroke-linecap: round }
.step.plus { fill: var(--group-0) } .step.minus { fill: var(--group-1) } .joint { fill: none; stroke: var(--soft); stroke-dasharray: 2 2 }
.anchor { fill: none; stroke: var(--text); stroke-width: 2.5 }
.individual { fill: none; stroke: var(--soft); stroke-width: .7; opacity: .45 } .individual.sample { opacity: 1 }
.thin { fill: var(--soft); fill-opacity: .16 } .density { fill: var(--soft); fill-opacity: .45 }
.branch { fill: none; stroke: var(--soft) } .branch.lit { stroke: var(--group-1); stroke-width: 3 } svg text.lit { font-weight: 700 }
.split { fill: var(--text) }
.edge { fill: none } .edge.plus { stroke: var(--group-0) } .edge.minus { stroke: var(--group-1); stroke-dasharray: 4 2 }
.unit { stroke: var(--text) } .unit:not([fill]) { fill: var(--back) }
.block { fill: var(--card); stroke: var(--line) }
.share { display: inline-block; width: 40px; height: 8px; margin-right: .4rem } .with-bar span { white-space: nowrap } .share-room { fill: var(--line) } .share-part { fill: var(--group-0) }
.signed .dashes { fill: none; stroke: #000; stroke-width: .12 } .maps { grid-template-columns: repeat(auto-fill, minmax(5.5rem, 7.5rem)) } .map-row { font-size: .85rem; margin-top: .5rem }
.key { font-size: .85rem; color: var(--soft); margin-top: .5rem }
.swatch { display: inline-block; width: 1.1rem; height: 1.1rem; line-height: 1.1rem; text-align: center; color: #000; margin: 0 .3rem; vertical-align: middle } .swatch.plus { background: #92c5de } .swatch.minus { background: #f8c482 }
.what-if { font-size: .925rem } .what-if ul { list-style: none; margin: .25rem 0 .75rem; padding: 0; display: grid; gap: .35rem }
.what-if li { display: grid; align-items: center; gap: .15rem .6rem; grid-template-columns: minmax(5rem, 9rem) minmax(3rem, 1fr) 4rem }
.what-if .sliders li { grid-template-columns: minmax(5rem, 9rem) minmax(5rem, 1fr) 4.5rem minmax(3rem, 1fr) 5rem }
.what-if input { width: 100%; min-width: 0; margin: 0; accent-color: var(--group-0) } .what-if .fixed { color: var(--soft) }
.what-if output, .what-if .value { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.track { position: relative; height: .7rem; background: var(--grid) } .track > span { position: absolute; top: 0; bottom: 0; background: var(--group-0) }
.track > span.minus { background: repeating-linear-gradient(135deg, var(--group-1) 0 4px, var(--back) 4px 6px) }
.what-if select, .what-if button { font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--soft); border-radius: .3rem; padding: .2rem .5rem }
.what-if :focus-visible { outline: 2px solid var(--link); outline-offset: 2px } .what-if .part { font-weight: 600 } .what-if .checks { color: var(--soft); font-size: .85rem }
@media screen and (max-width: 40rem) { .what-if .sliders li { grid-template-columns: minmax(5rem, 1fr) minmax(5rem, 1.4fr) 4.5rem }
  .what-if .sliders .track { grid-column: 1 / 3 } }
@media print { .what-if button, .what-if input, .what-if .fixed { display: none } .what-if .sliders li { grid-template-columns: 9rem 4rem 1fr 5rem } }
`
