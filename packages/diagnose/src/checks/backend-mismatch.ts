import {
  type BackendV1,
  createModel,
  createProbe,
  type Model,
  type Tensor,
} from '@parallax-ml/core'
import type { IntervalsFigure, TableFigure } from '@parallax-ml/report'
import { answersOf, likeliest } from '../bench/answers.js'
import type { Bench } from '../bench/bench.js'
import { rowsFor } from '../bench/predictor.js'
import type { Subject } from '../subject.js'
import { type Check, notAssessable } from './check.js'

const thresholds = { float32: 1e-5, float64: 1e-10 }
const mostRows = 500

/** What one backend makes of the same weights and rows. */
interface Comparison {
  readonly backend: string
  /** Largest difference of an answer: of a probability, or of a number relative to the largest. */
  readonly difference: number
  /** Rows with another likeliest class, though the two likeliest are farther apart than the bound. */
  readonly flips: number
  /** By layer, in order, the largest difference relative to its largest value. */
  readonly layers: readonly (readonly [name: string, difference: number])[]
}

/** Whether the same weights give the same answers on every backend. */
export const backendMismatch: Check = {
  id: 'backend-mismatch',
  question: 'Do all backends give the same answers?',
  thresholdSource: `an answer that differs by more than ${thresholds.float32} in float32 or ${thresholds.float64} in float64, or another class beyond that margin (ours; sound backends differ by less than 1e-6 in float32)`,
  async assess(bench) {
    const { others, place, subject } = bench
    const threshold = thresholds[place.precision]
    if (others.length === 0) {
      const text = 'There is only one backend. Name others in the option `backends`.'
      return notAssessable(this.question, text, subject.train.y.length)
    }
    const { model } = (await bench.run()).runs[0]!
    const own = await seenBy(model, subject)
    const compared: Comparison[] = []
    for (const backend of others)
      compared.push(await compare(model, own, backend, bench, threshold))
    const worst = compared.reduce((a, b) => (b.difference > a.difference ? b : a))
    const isOff = compared.some(({ difference, flips }) => difference > threshold || flips > 0)
    const first = worst.layers.find(([, difference]) => difference > threshold)
    const flipped = `${worst.flips} ${worst.flips === 1 ? 'row gets' : 'rows get'} another class`
    return {
      title: isOff ? `${worst.backend} gives other answers` : 'All backends give the same answers',
      severity: isOff ? 'problem' : 'ok',
      text: `The same weights, run by ${place.backend.name} and ${worst.backend}, give answers that differ by ${worst.difference.toExponential(1)} at most; ${flipped}.${isOff ? ` ${first ? `The first layer that differs is ${first[0]}.` : 'No layer alone differs by more than the bound.'}` : ''}`,
      statistic: 'largest difference of an answer',
      value: worst.difference,
      threshold,
      n: own.rows,
      evidence: [tableOf(compared), layersOf(worst, threshold)],
      remedies: [],
      caveat: 'It asks about answers, not about training.',
    }
  },
}

interface Seen {
  readonly rows: number
  readonly answers: readonly (readonly number[])[]
  readonly layers: Readonly<Record<string, Tensor>>
}

/** Answers, and what every layer gives. */
async function seenBy(model: Model, subject: Subject): Promise<Seen> {
  const x = subject.train.x.slice(0, mostRows)
  const names = model.architecture.calls.map(({ output }) => output)
  const probe = createProbe(model, { values: names })
  try {
    const { output, values } = await probe.run(rowsFor(model.spec, x))
    return { rows: x.length, answers: answersOf(output, subject), layers: values }
  } finally {
    await probe.dispose()
  }
}

async function compare(
  model: Model,
  own: Seen,
  backend: BackendV1,
  { place: { precision }, subject }: Bench,
  threshold: number,
): Promise<Comparison> {
  const other = createModel(model.spec, { backend, precision, weights: model.weights() })
  try {
    const seen = await seenBy(other, subject)
    const isNumber = subject.kind === 'regression'
    const sizes = isNumber ? own.answers.flat().map(Math.abs) : []
    const differences = own.answers.map((row, r) =>
      Math.max(...row.map((value, i) => apart(value, seen.answers[r]![i]!))),
    )
    return {
      backend: backend.name,
      difference: Math.max(...differences) / Math.max(1, ...sizes),
      flips: isNumber
        ? 0
        : own.answers.filter(
            (row, r) => marginOf(row) > threshold && likeliest(row) !== likeliest(seen.answers[r]!),
          ).length,
      layers: Object.entries(own.layers).map(([name, tensor]) => [
        name.replace(/:0$/, ''), // a layer's only call, as a rule
        relative(tensor, seen.layers[name]!),
      ]),
    }
  } finally {
    await other.dispose()
  }
}

/** Two that are both not numbers agree; one alone is as far as can be. */
function apart(a: number, b: number): number {
  if (Object.is(a, b)) return 0
  const distance = Math.abs(a - b)
  return Number.isFinite(distance) ? distance : Number.MAX_VALUE
}

function relative(a: Tensor, b: Tensor): number {
  let [largest, most] = [1, 0]
  for (let i = 0; i < a.data.length; i++) {
    const size = Math.abs(a.data[i]!)
    if (size > largest && Number.isFinite(size)) largest = size
    most = Math.max(most, apart(a.data[i]!, b.data[i]!))
  }
  return most / largest
}

/** How much likelier the likeliest class is than the next. */
function marginOf(row: readonly number[]): number {
  const [first, second] = [...row].sort((a, b) => b - a)
  return first! - second!
}

const tableOf = (compared: readonly Comparison[]): TableFigure => ({
  kind: 'table',
  title: 'The same weights elsewhere',
  see: 'Differences near the width of the numbers are rounding.',
  columns: [
    { title: 'backend', isText: true },
    { title: 'largest difference' },
    { title: 'rows with another class' },
  ],
  rows: compared.map(({ backend, difference, flips }) => [
    backend,
    difference.toExponential(1),
    String(flips),
  ]),
})

const layersOf = ({ backend, layers }: Comparison, threshold: number): IntervalsFigure => ({
  kind: 'intervals',
  title: `Where ${backend} goes another way`,
  see: 'The first layer right of the line is where to look; those after it only pass it on.',
  axis: { label: 'largest difference, relative to the largest value', scale: 'log' },
  divide: threshold,
  rows: layers.map(([label, difference]) => ({
    label,
    value: Math.max(difference, Number.EPSILON),
    text: difference.toExponential(1),
    role: difference > threshold ? 'bad' : 'main',
  })),
})
