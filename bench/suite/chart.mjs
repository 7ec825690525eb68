const units = { train: 'steps/s', predict: 'rows/s', latency: 'µs for one row' }

/** A number as people read it. */
const short = (value) =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

/** A Markdown table of one workload; ratios are to the first contender. */
export function table(rows) {
  const [{ what, workload }] = rows
  const first = rows.find(({ median }) => median !== undefined)
  const lines = rows.map(({ contender, median, memoryMb, reason }) =>
    median === undefined
      ? `| ${contender} | – | – | ${reason} |`
      : `| ${contender} | ${short(median)} | ${(median / first.median).toPrecision(3)} | ${memoryMb ?? ''} |`,
  )
  return [
    `| ${workload}, ${what} | ${units[what]} | ÷ ${first?.contender ?? ''} | MB |`,
    '|---|---:|---:|---|',
    ...lines,
  ].join('\n')
}

/** A Markdown table of rows with the same keys. */
export function plainTable(name, rows) {
  const keys = Object.keys(rows[0])
  const cell = (value) => (typeof value === 'number' ? short(value) : value)
  return [
    `**${name}**\n`,
    `| ${keys.join(' | ')} |`,
    `|${keys.map((key) => (typeof rows[0][key] === 'number' ? '---:' : '---')).join('|')}|`,
    ...rows.map((row) => `| ${keys.map((key) => cell(row[key])).join(' | ')} |`),
  ].join('\n')
}

const colours = [
  '#2563eb',
  '#60a5fa',
  '#93c5fd',
  '#94a3b8',
  '#64748b',
  '#f59e0b',
  '#fbbf24',
  '#d97706',
  '#10b981',
  '#ef4444',
  '#a855f7',
]

/** Bars on a logarithmic scale: training steps per second by workload and contender. */
export function chart({ results, machine, date }) {
  const rows = results.filter(({ what, median }) => what === 'train' && median !== undefined)
  const names = [...new Set(rows.map(({ contender }) => contender))]
  const workloads = [...new Set(rows.map(({ workload }) => workload))]
  const largest = Math.log10(Math.max(10, ...rows.map(({ median }) => median)))
  const height = 60 + rows.length * 16 + workloads.length * 26
  const lines = []
  let y = 50
  for (const workload of workloads) {
    lines.push(`<text x="10" y="${y + 12}" font-weight="600">${workload}</text>`)
    y += 20
    for (const { contender, median } of rows.filter((row) => row.workload === workload)) {
      const width = Math.max(1, (Math.log10(Math.max(median, 1)) / largest) * 420)
      const fill = colours[names.indexOf(contender) % colours.length]
      lines.push(
        `<text x="150" y="${y + 10}" text-anchor="end">${contender}</text>`,
        `<rect x="156" y="${y}" width="${width.toFixed(1)}" height="12" fill="${fill}"/>`,
        `<text x="${(162 + width).toFixed(1)}" y="${y + 10}">${short(median)}</text>`,
      )
      y += 16
    }
    y += 6
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="680" height="${height}" viewBox="0 0 680 ${height}" font-family="system-ui, sans-serif" font-size="11" role="img" aria-label="Training steps per second of every contender">
<title>Training steps per second of every contender</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="10" y="20" font-size="14" font-weight="600">Training steps per second, one thread (logarithmic)</text>
<text x="10" y="36" fill="#555">${machine.cpu}, Node ${machine.node}, ${date}</text>
${lines.join('\n')}
</svg>
`
}
