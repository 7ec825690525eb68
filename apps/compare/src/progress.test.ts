import { expect, test } from 'vitest'
import { progressReporter } from './progress.js'
import { capturedStreams } from './streams.js'
import { irisTask } from './tasks/iris.js'

const at = (done: number) => ({
  task: irisTask,
  backend: 'native',
  seed: 4,
  done,
  runs: 5,
  training: {
    epoch: 3,
    epochs: 50,
    loss: 0.25,
    step: 9,
    steps: 150,
    stepsPerSecond: 1234,
    secondsLeft: 1,
  },
})

test('on a terminal it is one line that goes away', () => {
  const { text, stderr } = capturedStreams(true)
  const reporter = progressReporter(stderr, false)
  reporter.report(at(1))
  reporter.report(at(2))
  expect(text.stderr).toContain('run 2 of 5: iris on native, seed 4, epoch 3/50, loss 0.2500, 1,2')
  reporter.clear()
  expect(text.stderr).not.toContain('\n')
  expect(text.stderr.endsWith('\r\u001b[K')).toBe(true)
})

test('elsewhere it is a line for each task and backend', () => {
  const { text, stderr } = capturedStreams(false)
  const reporter = progressReporter(stderr, false)
  for (const done of [0, 1, 2]) reporter.report(at(done))
  reporter.clear()
  expect(text.stderr).toBe('run 1 of 5: iris on native\n')
})

test('the time left is told once it can be guessed', () => {
  const { text, stderr } = capturedStreams(false)
  progressReporter(stderr, false).report(at(1), 100)
  expect(text.stderr).toBe('run 2 of 5, about 2 min left: iris on native\n')
})

test('each task on which backends are held against each other is told of', () => {
  for (const isTTY of [true, false]) {
    const { text, stderr } = capturedStreams(isTTY)
    const reporter = progressReporter(stderr, false)
    reporter.report(at(4))
    reporter.report({ agreeing: irisTask, done: 1, tasks: 3 })
    expect(text.stderr).toContain('agreement 2 of 3: iris')
  }
})

test('quiet is silent', () => {
  const { text, stderr } = capturedStreams(true)
  const reporter = progressReporter(stderr, true)
  reporter.report(at(0))
  reporter.clear()
  expect(text.stderr).toBe('')
})
