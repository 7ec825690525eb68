import { type FitResult, median } from '@parallax-ml/core'
import type { LinesFigure } from '@parallax-ml/report'
import type { Bench } from '../bench/bench.js'
import type { TracePoint } from '../bench/trace.js'
import type { Check } from './check.js'
import { curveOf } from './curve.js'

const threshold = 2
const steepest = 1000

/** Whether training runs away: numbers that are not finite, or a loss far above where it began. */
export const divergence: Check = {
  id: 'divergence',
  question: 'Does training run away?',
  thresholdSource: `any number that is not finite, a loss above ${threshold} times that at the start, or a gradient above ${steepest} times the median of the run (ours)`,
  async assess(bench) {
    const { runs } = await bench.run()
    const trace = await bench.trace()
    const { history, stopped } = runs[0]!
    const losses = history.loss!
    const start = trace[0]!.loss
    const finite = losses.filter(Number.isFinite)
    const ratio = finite.length > 0 && start > 0 ? Math.max(...finite) / start : undefined
    const isLost = stopped.reason === 'nonFiniteLoss' || finite.length < losses.length
    const isAbove = ratio !== undefined && ratio > threshold
    const jump = steepestJump(trace)
    const severity = isLost || isAbove ? 'problem' : jump > steepest ? 'warn' : 'ok'
    const worst = losses.indexOf(Math.max(...finite)) + 1
    const highest = Math.max(...finite).toPrecision(3)
    return {
      title: {
        problem: isLost ? 'Training ended in numbers that are not finite' : 'Training runs away',
        warn: 'Gradients leap far above the usual',
        ok: 'Training stays in bounds',
      }[severity],
      severity,
      text: [
        isLost ? `${whereLost(stopped)}.` : '',
        Number.isFinite(start) ? `The loss began at ${start.toPrecision(3)}.` : '',
        finite.length > 0
          ? `It was highest in epoch ${worst}, with ${highest}.`
          : 'No epoch ended with a finite loss.',
        jump > steepest ? `A gradient is ${jump.toPrecision(2)} times the median of the run.` : '',
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
      statistic: 'highest loss of an epoch / loss at the start',
      ...(ratio !== undefined && { value: ratio }),
      threshold,
      n: losses.length,
      evidence: figuresOf(losses, trace),
      remedies: severity === 'ok' ? [] : remediesFor(bench),
      caveat: 'What began near its best can double without harm.',
    }
  },
}

/** Where numbers were lost first, in words. */
function whereLost({ nonFinite }: FitResult['stopped']): string {
  if (nonFinite === undefined) return 'The loss is not finite'
  const { layer, weight, step } = nonFinite
  const what = {
    output: `the output of layer ${layer}`,
    gradient: `the gradient of ${weight ?? layer}`,
    weights: `${weight ?? `a weight of ${layer}`} after its update`,
    loss: 'the loss',
  }[nonFinite.in]
  return `The first that was not finite is ${what}, in step ${step}`
}

/** Norm of the whole gradient. */
const normOf = ({ norms }: TracePoint): number => Math.hypot(...Object.values(norms))

/** Gradients shrink as a network learns, so that only what grows from one look to the next counts. */
function steepestJump(trace: readonly TracePoint[]): number {
  const norms = trace.map(normOf).filter((norm) => Number.isFinite(norm) && norm > 0)
  if (norms.length < 3) return 0
  const grown = norms.filter((norm, i) => i > 0 && norm > norms[0]!)
  return Math.max(0, ...grown) / median(norms)
}

const remediesFor = ({ subject: { recipe } }: Bench): string[] => [
  'lowerLearningRate',
  'clipNorm',
  ...(recipe.spec.layers.some(({ type }) => type === 'normalization') ? [] : ['scaling']),
]

function figuresOf(losses: readonly number[], trace: readonly TracePoint[]): LinesFigure[] {
  const start = [0, trace[0]!.loss] as const
  const points = [start, ...curveOf(losses)].filter(([, loss]) => Number.isFinite(loss))
  const norms = trace.flatMap((point) => {
    const norm = normOf(point)
    return Number.isFinite(norm) ? [[point.epoch, norm] as const] : []
  })
  const figure = (title: string, see: string, label: string, own: typeof points): LinesFigure => ({
    kind: 'lines',
    title,
    see,
    x: { label: 'epoch' },
    y: { label, ...(own.every(([, value]) => value > 0) && { scale: 'log' as const }) },
    series: [{ name: label, strong: true, points: own }],
  })
  return [
    figure('Training loss', 'A line that climbs says that steps are too long.', 'loss', points),
    figure('Length of the gradient', 'It should shrink, or stay as it is.', 'norm', norms),
  ].filter(({ series }) => series[0]!.points.length > 0)
}
