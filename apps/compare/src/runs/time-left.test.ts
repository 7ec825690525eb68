import { expect, test } from 'vitest'
import { irisTask } from '../tasks/iris.js'
import { wineTask } from '../tasks/wine.js'
import { timeLeft } from './time-left.js'
import { workOf } from './work.js'

const plan = { tasks: [irisTask, wineTask], backends: [{ name: 'native' }], seeds: [0, 1, 2] }
const training = (step: number) => ({
  epoch: 1,
  epochs: 1,
  step,
  steps: 10,
  loss: 1,
  stepsPerSecond: 1,
  secondsLeft: 1,
})
const at = (task: typeof irisTask, more = {}) => ({
  task,
  backend: 'native',
  seed: 0,
  done: 0,
  runs: 6,
  ...more,
})

test('runs of a task are expected to take as long as those before, others by their work', () => {
  let clock = 0
  const left = timeLeft(plan, () => clock)
  clock = 5
  expect(left(at(irisTask, { training: training(5) }))).toBeUndefined()
  clock = 10
  const wine = 3 * 10 * (workOf(wineTask) / workOf(irisTask))
  expect(left(at(irisTask))).toBeCloseTo(20 + wine, 6)
  clock = 15
  expect(left(at(irisTask, { training: training(5) }))).toBeCloseTo(15 + wine, 6)
})

test('results from before take no time and tell nothing of it', () => {
  let clock = 0
  const left = timeLeft(plan, () => clock)
  expect(left(at(irisTask, { isSaved: true }))).toBeUndefined()
  clock = 8
  const wine = 3 * 8 * (workOf(wineTask) / workOf(irisTask))
  expect(left(at(irisTask))).toBeCloseTo(8 + wine, 6)
})
