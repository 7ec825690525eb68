import { showCount, showLoss } from '../format.js'
import { escapeHtml } from './escape.js'

const width = 320
const height = 140
const inset = { left: 52, right: 8, top: 8, bottom: 22 }
const maxPoints = 120
/** Keeps the logarithm finite. */
const leastLoss = 1e-7

/** Training loss by epoch on a logarithmic scale, one line per seed, as an SVG element. */
export function lossCurves(title: string, curves: readonly (readonly number[])[]): string {
  const values = curves.flat().map((loss) => Math.max(loss, leastLoss))
  const epochs = Math.max(...curves.map((curve) => curve.length))
  const least = values.reduce((a, b) => Math.min(a, b))
  const most = values.reduce((a, b) => Math.max(a, b))
  const range = Math.log(most / least) || 1
  const x = (epoch: number): number =>
    inset.left + ((width - inset.left - inset.right) * epoch) / Math.max(1, epochs - 1)
  const y = (loss: number): number =>
    inset.top +
    ((height - inset.top - inset.bottom) * Math.log(most / Math.max(loss, leastLoss))) / range
  const label = (left: number, top: number, anchor: string, text: string): string =>
    `<text x="${left}" y="${top}" text-anchor="${anchor}">${text}</text>`
  const line = (curve: readonly number[]): string => {
    const points = sampledEpochs(curve.length).map(
      (epoch) => `${x(epoch).toFixed(1)},${y(curve[epoch]!).toFixed(1)}`,
    )
    return `<polyline points="${points.join(' ')}"/>`
  }
  const right = width - inset.right
  const bottom = height - inset.bottom
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img"><title>${escapeHtml(title)}</title>`,
    `<path d="M${inset.left} ${inset.top}V${bottom}H${right}"/>`,
    label(inset.left - 6, inset.top + 8, 'end', showLoss(most)),
    label(inset.left - 6, bottom, 'end', showLoss(least)),
    label(inset.left, height - 6, 'start', 'epoch 1'),
    label(right, height - 6, 'end', showCount(epochs)),
    ...curves.map(line),
    '</svg>',
  ].join('\n')
}

/** At most {@link maxPoints} epochs, evenly spread, first and last among them. */
function sampledEpochs(epochs: number): number[] {
  const points = Math.min(epochs, maxPoints)
  return Array.from({ length: points }, (_, i) =>
    points === 1 ? 0 : Math.round((i * (epochs - 1)) / (points - 1)),
  )
}
