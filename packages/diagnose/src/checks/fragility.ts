import { gradients, normals, randomKey, wilson } from '@parallax-ml/core'
import type { LinesFigure } from '@parallax-ml/report'
import { rightAnswers } from '../bench/answers.js'
import type { Bench } from '../bench/bench.js'
import { dataOf, spreadsOf } from '../bench/predictor.js'
import type { LabelledRows } from '../subject.js'
import type { Check } from './check.js'
import { percent } from './curve.js'

/** In standard deviations of each feature. */
const sizes = [0, 0.05, 0.1, 0.2, 0.4] as const
const judged = 0.1
const draws = 5
const mostRows = 500
const leastDrop = 0.01
const leastAttack = 0.1

/** Whether small changes of the inputs turn answers over. */
export const fragility: Check = {
  id: 'fragility',
  question: 'Do small changes turn its answers over?',
  thresholdSource: `accuracy falls below Wilson's 95 % bound for these rows, and by more than ${leastDrop}, under normal noise of ${judged} standard deviations; or by more than ${leastAttack} when every feature moves as far against it (fast gradient sign: Goodfellow and others, 2015; bounds ours)`,
  notFor: ({ kind }) =>
    kind === 'regression' ? 'There are no classes to be turned over.' : undefined,
  async assess(bench) {
    const { train } = bench.subject
    const rows = { x: train.x.slice(0, mostRows), y: train.y.slice(0, mostRows) }
    const n = rows.y.length
    const spreads = spreadsOf(train.x)
    const signs = await signsAgainst(bench, rows)
    const noisy: number[] = []
    const attacked: number[] = []
    for (const size of sizes) {
      noisy.push(
        await accuracyUnderNoise(
          bench,
          rows,
          spreads.map((spread) => size * spread),
        ),
      )
      const moved = rows.x.map((row, r) =>
        row.map((value, c) => value + size * spreads[c]! * signs[r * row.length + c]!),
      )
      attacked.push(await accuracyOf(bench, { ...rows, x: moved }))
    }
    const at = sizes.indexOf(judged)
    const accuracy = attacked[0]!
    const [drop, attack] = [accuracy - noisy[at]!, accuracy - attacked[at]!]
    const room = Math.max(leastDrop, accuracy - wilson(Math.round(accuracy * n), n).low)
    const flips = drop > room
    const isOpen = attack > Math.max(leastAttack, room)
    return {
      title: flips
        ? 'A little noise turns answers over'
        : isOpen
          ? 'A small change that means harm turns answers over'
          : 'Small changes leave its answers as they are',
      severity: flips ? 'problem' : isOpen ? 'warn' : 'ok',
      text: `Of ${n} training rows it answers ${percent(accuracy)} rightly; with normal noise of ${judged} standard deviations in every feature ${percent(noisy[at]!)}, and ${percent(attacked[at]!)} where each feature moves as far in the worse direction.`,
      statistic:
        flips || !isOpen ? 'fall of accuracy under noise' : 'fall of accuracy under attack',
      value: flips || !isOpen ? drop : attack,
      interval: fallInterval(accuracy, flips || !isOpen ? noisy[at]! : attacked[at]!, n),
      threshold: flips || !isOpen ? room : Math.max(leastAttack, room),
      n,
      evidence: [figureOf(noisy, attacked)],
      remedies: flips || isOpen ? ['noise', 'l2', 'earlyStopping', 'bagging', 'fewerUnits'] : [],
      caveat:
        'It asks about rows that were trained on. Features that cannot change alone, or at all, cannot be attacked so.',
    }
  },
}

const accuracyOf = async (bench: Bench, { x, y }: LabelledRows): Promise<number> =>
  rightAnswers(await (await bench.run()).answer(x), y).filter(Boolean).length / y.length

/** Mean over a few draws. */
async function accuracyUnderNoise(
  bench: Bench,
  rows: LabelledRows,
  scales: readonly number[],
): Promise<number> {
  if (scales.every((scale) => scale === 0)) return accuracyOf(bench, rows)
  let sum = 0
  for (let draw = 0; draw < draws; draw++) {
    const key = randomKey(bench.seed, 'noise on rows', draw)
    const noise = normals(key, rows.y.length * scales.length)
    const x = rows.x.map((row, r) =>
      row.map((value, c) => value + scales[c]! * noise[r * scales.length + c]!),
    )
    sum += await accuracyOf(bench, { ...rows, x })
  }
  return sum / draws
}

/** Where every feature of every row has to go for the loss to rise; of an ensemble, by its first. */
async function signsAgainst(bench: Bench, rows: LabelledRows): Promise<Float64Array> {
  const { recipe } = bench.subject
  const { model } = (await bench.run()).runs[0]!
  const { x, y } = dataOf(recipe.spec, rows)
  const { inputs } = await gradients(model, x, { loss: recipe.loss, y })
  return Float64Array.from(Object.values(inputs)[0]!.data, Math.sign)
}

/** Of a difference of two shares of the same rows; wider than it has to be, as rows are paired. */
function fallInterval(before: number, after: number, n: number) {
  const share = (p: number) => wilson(Math.round(p * n), n)
  const [a, b] = [share(before), share(after)]
  const down = Math.hypot(before - a.low, b.high - after)
  const up = Math.hypot(a.high - before, after - b.low)
  return { low: before - after - down, high: before - after + up }
}

const figureOf = (noisy: readonly number[], attacked: readonly number[]): LinesFigure => ({
  kind: 'lines',
  title: 'Accuracy under small changes',
  see: 'A sound network bends slowly. The second line is what a change that means harm can do.',
  x: { label: 'size of the change, in standard deviations' },
  y: { label: 'accuracy', domain: [0, 1] },
  series: [
    { name: 'noise', strong: true, points: sizes.map((size, i) => [size, noisy[i]!]) },
    { name: 'against it', points: sizes.map((size, i) => [size, attacked[i]!]) },
  ],
})
