import { countParameters, createModel, type ModelSpec, mean } from '@parallax-ml/core'
import type { ScatterFigure, TableFigure } from '@parallax-ml/report'
import type { Bench } from '../bench/bench.js'
import { rowsFor } from '../bench/predictor.js'
import { remedyOf } from '../remedies/index.js'
import { nadeauBengio } from '../statistics/t-tests.js'
import type { Recipe } from '../subject.js'
import type { Check } from './check.js'
import { scoreName, testShare, tooFewForFolds } from './folds-of.js'

/** A network with its price. */
interface Candidate {
  readonly name: string
  readonly spec: ModelSpec
  readonly parameters: number
  readonly scores: readonly number[]
  /** Milliseconds for one row: the median, and what 95 % stay below. */
  readonly latency: { readonly median: number; readonly late: number }
}

const predictions = 60

/** Whether fewer units do as well. */
export const tooBig: Check = {
  id: 'too-big',
  question: 'Would a smaller network do as well?',
  thresholdSource:
    'a network with a quarter of the hidden units, or a sixteenth, whose cross-validated score is within one standard error (the rule of Breiman and others, 1984; corrected after Nadeau and Bengio, 2003)',
  notFor: (subject) =>
    tooFewForFolds(subject) ??
    (remedyOf('fewerUnits').change(subject) === undefined
      ? 'There are no hidden units that could be fewer.'
      : undefined),
  async assess(bench) {
    const name = scoreName(bench.subject)
    const [whole, ...smaller] = await candidatesOf(bench)
    const judged = smaller.map((one) => {
      const test = nadeauBengio(one.scores, whole!.scores, testShare)
      const error = test.statistic === 0 ? 0 : Math.abs(test.difference / test.statistic)
      return { ...one, ...test, isAsGood: test.difference >= -error }
    })
    const least = judged.findLast(({ isAsGood }) => isAsGood)
    const shown = least ?? judged[0]!
    const share = shown.parameters / whole!.parameters
    return {
      title: least
        ? `With ${least.name} of its hidden units it would do as well`
        : 'It needs its size',
      severity: least ? 'info' : 'ok',
      text: `The network has ${whole!.parameters} parameters (${bytesOf(whole!)}) and ${name} ${mean(whole!.scores).toFixed(3)} on rows left out. With ${shown.name} of its hidden units it has ${shown.parameters} (${bytesOf(shown)}) and ${mean(shown.scores).toFixed(3)}. One row takes ${showMs(whole!.latency.median)} here, and then ${showMs(shown.latency.median)}.`,
      statistic: `${name} of the smaller network − of the network, on the same folds`,
      value: shown.difference,
      interval: shown.interval,
      threshold: 0,
      n: bench.subject.train.y.length,
      evidence: [paretoOf(name, [whole!, ...judged]), tableOf(name, [whole!, ...judged])],
      remedies: least ? ['fewerUnits'] : [],
      caveat: `The smaller one has ${(100 * share).toFixed(0)} % of the parameters; whether that matters is for you to say. Times are of this machine.`,
    }
  },
}

async function candidatesOf(bench: Bench): Promise<Candidate[]> {
  const { subject } = bench
  const { change } = remedyOf('fewerUnits')
  const quarter = change(subject)!
  const sixteenth = change({ ...subject, recipe: { ...subject.recipe, ...quarter } as Recipe })
  const named = [
    ['all', {}],
    ['a quarter', quarter],
    ...(sixteenth ? [['a sixteenth', sixteenth] as const] : []),
  ] as const
  const candidates: Candidate[] = []
  for (const [name, own] of named) {
    const spec = 'spec' in own && own.spec ? own.spec : subject.recipe.spec
    candidates.push({
      name,
      spec,
      parameters: countParameters(spec).total,
      scores: (await bench.crossValidate(own)).map(({ test }) => test.score),
      latency: await latencyOf(bench, spec),
    })
  }
  return candidates
}

/** Weights do not matter to it; compiling is done before. */
async function latencyOf(
  { place, subject }: Bench,
  spec: ModelSpec,
): Promise<Candidate['latency']> {
  const { backend, precision } = place
  const model = createModel(spec, { backend, precision })
  try {
    const row = rowsFor(spec, [subject.train.x[0]!])
    const times: number[] = []
    for (let i = 0; i < predictions; i++) {
      const started = performance.now()
      await model.predict(row)
      times.push(performance.now() - started)
    }
    const warm = times.slice(predictions / 3).sort((a, b) => a - b)
    return { median: warm[warm.length >> 1]!, late: warm[Math.floor(0.95 * warm.length)]! }
  } finally {
    await model.dispose()
  }
}

/** Weights as float32. */
const bytesOf = ({ parameters }: Pick<Candidate, 'parameters'>): string =>
  parameters < 256 ? `${4 * parameters} bytes` : `${(parameters / 256).toFixed(1)} KiB`

const showMs = (ms: number): string => `${ms.toPrecision(2)} ms`

const paretoOf = (name: string, all: readonly Candidate[]): ScatterFigure => ({
  kind: 'scatter',
  title: 'What size buys',
  see: 'High and left is best: a good score of few parameters.',
  x: { label: 'parameters', scale: 'log' },
  y: { label: `${name} on rows left out` },
  points: all.map((one) => ({
    x: one.parameters,
    y: mean(one.scores),
    group: one.name === 'all' ? 'as it is' : `${one.name} of the units`,
  })),
})

const tableOf = (name: string, all: readonly Candidate[]): TableFigure => ({
  kind: 'table',
  title: 'Sizes and prices',
  see: 'Time is for one row, without the first of them.',
  columns: [
    { title: 'hidden units', isText: true },
    { title: 'parameters' },
    { title: 'weights' },
    { title: 'median time' },
    { title: '95 % below' },
    { title: name },
  ],
  rows: all.map((one) => [
    one.name,
    String(one.parameters),
    bytesOf(one),
    showMs(one.latency.median),
    showMs(one.latency.late),
    mean(one.scores).toFixed(3),
  ]),
})
