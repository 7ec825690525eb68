import { wilson } from '@parallax-ml/core'
import type { LinesFigure } from '@parallax-ml/report'
import { rightAnswers } from '../bench/answers.js'
import type { Bench } from '../bench/bench.js'
import { aboveChance } from '../statistics/binomial-tests.js'
import type { Check } from './check.js'
import { curveOf } from './curve.js'

const significance = 0.05
/** What has a loss below this share of that of class shares has learned something. */
const lossShare = 0.8

/** Whether the network answers better than one that always says the most frequent class. */
export const stuckAtChance: Check = {
  id: 'stuck-at-chance',
  question: 'Does it answer better than always saying the most frequent class?',
  thresholdSource:
    'one-sided binomial test against the share of the most frequent class, at 5 %; and a log loss on the training rows above 0.8 of that of class shares (ours)',
  notFor: ({ kind }) => (kind === 'regression' ? 'There are no classes.' : undefined),
  async assess(bench) {
    const { train, classNames } = bench.subject
    const n = train.y.length
    const run = await bench.run()
    const right = rightAnswers(await run.answer(train.x), train.y).filter(Boolean).length
    const counts = classNames.map((_, label) => train.y.filter((own) => own === label).length)
    const chance = Math.max(...counts) / n
    const { p } = aboveChance(right, n, chance)
    const entropy = counts.reduce((sum, c) => (c === 0 ? sum : sum - (c / n) * Math.log(c / n)), 0)
    const losses = run.runs[0]!.history.loss!
    const isAtChance = p > significance && losses.at(-1)! > lossShare * entropy
    const { low, high } = wilson(right, n)
    const [shown, often] = [right / n, chance].map((share) => `${(100 * share).toFixed(1)} %`)
    return {
      title: isAtChance ? 'It has learned nothing: its answers are those of chance' : 'It learns',
      severity: isAtChance ? 'problem' : 'ok',
      text: `${right} of ${n} training rows are answered rightly (${shown}); always saying the most frequent class gets ${often}. The loss ends at ${losses.at(-1)!.toFixed(3)}, and class shares alone have ${entropy.toFixed(3)}.`,
      statistic: 'accuracy on training rows; p of as many by chance',
      value: right / n,
      interval: { low, high },
      threshold: chance,
      n,
      evidence: [lossFigure(losses, entropy)],
      remedies: isAtChance ? await likelyRemedies(bench) : [],
      caveat: 'With few rows a network that has learned something may not be told from chance.',
    }
  },
}

/** A loss that still falls wants more or larger steps; one that is flat wants other units. */
async function likelyRemedies(bench: Bench): Promise<string[]> {
  const losses = (await bench.run()).runs[0]!.history.loss!
  const [half, last] = [losses[Math.floor(losses.length / 2)]!, losses.at(-1)!]
  const stillFalls = half - last > 0.002 * Math.abs(half)
  return stillFalls
    ? ['moreUnitsAndRate', 'higherLearningRate', 'moreSteps', 'moreUnits', 'scaling']
    : ['moreUnitsAndRate', 'higherLearningRate', 'moreUnits', 'tanhUnits', 'scaling', 'initializer']
}

const lossFigure = (losses: readonly number[], entropy: number): LinesFigure => {
  return {
    kind: 'lines',
    title: 'Training loss beside that of chance',
    see: 'A network that learns leaves the line of class shares behind.',
    x: { label: 'epoch' },
    y: { label: 'loss' },
    series: [
      { name: 'training loss', strong: true, points: curveOf(losses) },
      {
        name: 'class shares alone',
        points: [
          [1, entropy],
          [losses.length, entropy],
        ],
      },
    ],
  }
}
