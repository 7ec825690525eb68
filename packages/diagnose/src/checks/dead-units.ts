import { median } from '@parallax-ml/core'
import type { HeatMapFigure } from '@parallax-ml/report'
import { rowsTraced, type TracePoint } from '../bench/trace.js'
import { hasHiddenUnits } from '../remedies/layers.js'
import type { Check } from './check.js'
import { percent } from './curve.js'

const mostSilent = 0.2
const leastRatio = 1e-4

/** Whether gradients reach the first layer, and units of relu ever answer. */
export const deadUnits: Check = {
  id: 'dead-units',
  question: 'Do gradients reach every layer, and do all units ever answer?',
  thresholdSource: `more than ${100 * mostSilent} % of a layer's units 0 on all rows, or a gradient in the first layer below ${leastRatio} of that in the last (floors of ours)`,
  notFor: ({ recipe: { spec } }) =>
    hasHiddenUnits(spec) ? undefined : 'There are no hidden layers.',
  async assess(bench) {
    const trace = await bench.trace()
    const layers = Object.keys(trace[0]!.norms)
    const ratio = ratioOf(trace, layers)
    const last = trace.at(-1)!
    const [dead, silent] = Object.entries(last.silent).reduce(
      (worst, own) => (own[1] > worst[1] ? own : worst),
      ['', 0] as [string, number],
    )
    const isSilent = silent > mostSilent
    const isVanishing = !isSilent && ratio !== undefined && ratio < leastRatio
    const isBad = isVanishing || silent > 0.5
    return {
      title: isSilent
        ? `Units of ${dead} are dead`
        : isVanishing
          ? 'Gradients do not reach the first layer'
          : 'Gradients arrive everywhere, and units answer',
      severity: isBad ? 'problem' : isSilent ? 'warn' : 'ok',
      text: [
        ratio === undefined
          ? 'There is only one layer that learns, or no gradient in the last.'
          : `The gradient of ${layers[0]} is ${ratio === 0 ? 0 : ratio.toPrecision(2)} times as long as that of ${layers.at(-1)}, in the median of ${trace.length} looks into training.`,
        dead === ''
          ? 'No unit of relu is silent on all rows.'
          : `Of the units of ${dead}, ${percent(silent)} are 0 on all rows at the end; nothing reaches them any more.`,
      ].join(' '),
      statistic: isVanishing
        ? 'median over epochs of gradient norm in the first layer / in the last'
        : 'largest share of units of a relu layer that are 0 on all rows',
      value: isVanishing ? ratio : silent,
      threshold: isVanishing ? leastRatio : mostSilent,
      n: Math.min(rowsTraced, bench.subject.train.y.length),
      evidence: [gradientMap(trace, layers), ...silenceMap(trace)],
      remedies: isBad || isSilent ? remediesFor(isVanishing) : [],
      caveat: 'In a layer of few units a single one is a large share.',
    }
  },
}

/** Undefined where nothing can be told. The median, as gradients of what has been learned vanish too. */
function ratioOf(trace: readonly TracePoint[], layers: readonly string[]): number | undefined {
  const [first, last] = [layers[0]!, layers.at(-1)!]
  if (first === last) return undefined
  const ratios = trace
    .map(({ norms }) => norms[first]! / norms[last]!)
    .filter((ratio) => Number.isFinite(ratio))
  return ratios.length === 0 ? undefined : median(ratios)
}

const remediesFor = (isVanishing: boolean): string[] =>
  isVanishing
    ? ['initializer', 'heInitializer', 'tanhUnits', 'leakyUnits', 'scaling', 'higherLearningRate']
    : ['leakyUnits', 'initializer', 'heInitializer', 'tanhUnits', 'lowerLearningRate', 'scaling']

/** A norm of nothing has no logarithm. */
const lowest = 1e-12

const gradientMap = (trace: readonly TracePoint[], layers: readonly string[]): HeatMapFigure => {
  const shown = trace.map(({ norms }) =>
    layers.map((layer) => (Number.isFinite(norms[layer]) ? norms[layer]! : Number.MAX_VALUE)),
  )
  return {
    kind: 'heatMap',
    title: 'How much of the gradient arrives',
    see: 'Colours are logarithms. A layer that stays pale does not learn.',
    rows: 'layer',
    columns: 'epoch',
    rowNames: layers,
    columnNames: trace.map(({ epoch }) => String(epoch)),
    values: layers.map((_, l) => shown.map((norms) => Math.log10(Math.max(lowest, norms[l]!)))),
    texts: layers.map((_, l) => shown.map((norms) => norms[l]!.toExponential(0))),
  }
}

function silenceMap(trace: readonly TracePoint[]): HeatMapFigure[] {
  const layers = Object.keys(trace[0]!.silent)
  if (layers.length === 0) return []
  return [
    {
      kind: 'heatMap',
      title: 'Units that are 0 on all rows',
      see: 'What is dark is dead: no gradient passes through it.',
      rows: 'layer',
      columns: 'epoch',
      rowNames: layers,
      columnNames: trace.map(({ epoch }) => String(epoch)),
      values: layers.map((layer) => trace.map(({ silent }) => silent[layer]!)),
      texts: layers.map((layer) =>
        trace.map(({ silent }) => `${Math.round(100 * silent[layer]!)} %`),
      ),
      domain: [0, 1],
    },
  ]
}
