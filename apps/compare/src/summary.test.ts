import { expect, test } from 'vitest'
import type { Baselines } from './baselines/index.js'
import type { ComparisonCell } from './runs/comparison.js'
import { summarise } from './summary.js'
import { irisTask } from './tasks/iris.js'
import type { Task } from './tasks/task.js'
import { xorTask } from './tasks/xor.js'
import { verdictOf } from './verdicts.js'

function cellOf(task: Task, scores: [accuracy: number, loss: number][], baseline: Baselines) {
  const measured = scores.map(([accuracy, loss], seed) => ({
    curve: [[1, loss]] as const,
    evidence: {},
    run: {
      task: task.name,
      backend: 'native',
      seed,
      engine: { name: 'engine', version: '1', native: false, path: 'path', threads: 1 },
      train: { accuracy, loss },
      test: { accuracy, loss, expectedCalibrationError: 0.1 },
      memory: { startBytes: 1, peakBytes: 2 + seed },
      timing: {
        compileMs: 1,
        trainMs: [5, 9, 700][seed % 3]!,
        stepsPerSecond: 10,
        predictRowsPerSecond: 20,
      },
      parameters: 33,
      stopped: { reason: 'completed', epoch: 1 },
    },
  }))
  const baselines = scores.map(() => baseline)
  const cell: ComparisonCell = {
    task,
    backend: 'native',
    measured,
    errors: [],
    baselines,
  }
  const summary = summarise(cell)!
  return { summary, verdict: verdictOf(cell, summary).text, short: verdictOf(cell, summary).short }
}

const weak = { majority: 0.3, linear: 0.4, nearest: 0.5 }
const strong = { majority: 0.3, linear: 0.4, nearest: 0.95 }

test('one slow run does not move the times', () => {
  expect(
    cellOf(
      xorTask,
      [
        [1, 0],
        [1, 0],
        [1, 0],
      ],
      weak,
    ).summary.trainMs,
  ).toBe(9)
})

test('a run is solved by accuracy and loss together', () => {
  const { summary, verdict } = cellOf(
    xorTask,
    [
      [1, 0.01],
      [1, 0.2],
      [0.75, 0.01],
    ],
    weak,
  )
  expect(summary.solved).toMatchObject({ successes: 1, trials: 3 })
  expect(verdict).toContain('Solved in part: four right and loss < 0.05 from 1 of 3 seeds.')
})

test('the verdict is against the strongest baseline, seed by seed', () => {
  const { summary, verdict } = cellOf(
    irisTask,
    [
      [0.9, 1],
      [0.94, 1],
      [0.92, 1],
    ],
    weak,
  )
  expect(summary.rival).toMatchObject({ name: 'nearest neighbour', score: { mean: 0.5 } })
  expect(summary.rival.lead.mean).toBeCloseTo(0.42, 12)
  expect(verdict).toMatch(/beats nearest neighbour \(0\.500\): \+0\.420 on average/)
})

test.each([
  [
    [0.94, 0.97, 0.95],
    'buys nothing that is shown over nearest neighbour (0.950)',
    'no better than nearest neighbour',
  ],
  [[0.5, 0.52, 0.51], 'is worse than nearest neighbour (0.950)', 'worse than nearest neighbour'],
  [
    [0.96, 0.96],
    'beats nearest neighbour (0.950): +0.010 at every seed',
    'beats nearest neighbour',
  ],
  [
    [0.99],
    'beside 0.950 of nearest neighbour, from one seed: too few to tell',
    'one seed: too few',
  ],
])('accuracies %j: %s', (accuracies, words, short) => {
  const scores = accuracies.map((accuracy): [number, number] => [accuracy, 1])
  expect(cellOf(irisTask, scores, strong).verdict).toContain(words)
  expect(cellOf(irisTask, scores, strong).short).toBe(short)
})

test('published figures are held against an interval for new rows, however many the seeds', () => {
  const verdictFor = (accuracy: number) =>
    cellOf(irisTask, new Array(200).fill([accuracy, 1]), weak).verdict
  expect(verdictFor(0.97)).toMatch(
    /150 rows are too few to show that the network beats logistic regression or MLP\.$/,
  )
  expect(verdictFor(0.99)).toMatch(/the network beats logistic regression\.$/)
  expect(verdictFor(1)).toMatch(/MLP 0\.952\.$/)
})
