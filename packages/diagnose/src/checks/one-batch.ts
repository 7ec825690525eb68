import type { LinesFigure } from '@parallax-ml/report'
import { pick, scoresOf } from '../bench/answers.js'
import type { Subject } from '../subject.js'
import type { Check } from './check.js'
import { curveOf, percent } from './curve.js'

const steps = 500
const fewest = 4
const perClass = 4
const [least, most] = [8, 32]
/** Of numbers, what share of their variance has to be explained. */
const explained = 0.9

/** A sound network learns a handful of rows by heart. One that cannot has a fault, or learns too slowly. */
export const oneBatch: Check = {
  id: 'one-batch',
  question: 'Can it learn one small batch by heart?',
  thresholdSource: `Karpathy, "A recipe for training neural networks" (2019): overfit one batch; ${steps} steps, and R² of ${explained} where targets are numbers, are ours`,
  notFor(subject) {
    const rows = batchOf(subject)
    if (rows.length < fewest) return `There are not ${fewest} rows that differ.`
    const isSame = rows.every((row) => subject.train.y[row] === subject.train.y[rows[0]!])
    return isSame ? 'All rows have the same target.' : undefined
  },
  async assess(bench) {
    const { subject } = bench
    const batch = pick(subject.train, batchOf(subject))
    const n = batch.y.length
    const alone = { earlyStopping: undefined, noise: undefined, ensemble: undefined }
    const plain = { ...alone, temperature: undefined, epochs: steps, batchSize: n }
    const predictor = await bench.train(plain, batch)
    const losses = predictor.runs[0]!.history.loss!
    const { score } = scoresOf(await predictor.answer(batch.x), batch.y, subject.kind)
    await predictor.dispose()
    const isClasses = subject.kind === 'classification'
    const threshold = isClasses ? 1 : explained
    const cannot = !(score >= threshold)
    const reached = isClasses
      ? `${Math.round(score * n)} of ${n} rows are answered rightly`
      : `${Number.isFinite(score) ? percent(score) : 'nothing'} of the variance of ${n} rows is explained`
    return {
      title: cannot ? 'It cannot even learn one small batch' : 'It learns a small batch by heart',
      severity: cannot ? 'problem' : 'ok',
      text: `After ${steps} steps on the same few rows ${reached}. ${cannot ? 'Before data or size are blamed, its steps, first weights and units should be looked at.' : 'So gradients arrive and there are units enough for that.'}`,
      statistic: `${isClasses ? 'accuracy' : 'R²'} on one batch after ${steps} steps`,
      ...(Number.isFinite(score) && { value: score }),
      threshold,
      n,
      evidence: figureOf(losses),
      remedies: cannot ? remediesFor(losses) : [],
      caveat: 'Dropout and penalties, if there are any, were left in place and make it harder.',
    }
  },
}

/** Indices of rows that all differ, as many of each class as can be; in the order of the rows. */
function batchOf({ train, kind, classNames }: Subject): number[] {
  const wanted = Math.min(most, Math.max(least, perClass * classNames.length))
  const seen = new Set<string>()
  const counts = new Map<number, number>()
  const share = kind === 'classification' ? Math.ceil(wanted / classNames.length) : wanted
  const chosen: number[] = []
  for (const [row, values] of train.x.entries()) {
    if (chosen.length === wanted) break
    const group = kind === 'classification' ? train.y[row]! : 0
    const key = JSON.stringify(values)
    if (seen.has(key) || (counts.get(group) ?? 0) === share) continue
    seen.add(key)
    counts.set(group, (counts.get(group) ?? 0) + 1)
    chosen.push(row)
  }
  return chosen
}

/** A loss that rises wants smaller steps; one that does not fall, larger ones or other first weights. */
function remediesFor(losses: readonly number[]): string[] {
  const last = losses.at(-1)!
  return Number.isFinite(last) && last <= 1.5 * losses[0]!
    ? ['higherLearningRate', 'initializer', 'moreUnits', 'scaling', 'tanhUnits']
    : ['lowerLearningRate', 'clipNorm', 'scaling']
}

function figureOf(losses: readonly number[]): LinesFigure[] {
  const points = curveOf(losses)
  if (points.length === 0) return []
  return [
    {
      kind: 'lines',
      title: 'Loss on one small batch',
      see: 'It should come near 0.',
      x: { label: 'step' },
      y: { label: 'loss' },
      series: [{ name: 'loss', strong: true, points }],
    },
  ]
}
