import { native } from '@parallax-ml/backend-native'
import { expect, test } from 'vitest'
import { protocolOf } from './protocol.js'
import { xorTask } from './tasks/xor.js'

test.each([
  [[0, 1, 2, 3], / Seeds 0 to 3\.$/],
  [[0, 5, 7], / Seeds 0, 5, 7\.$/],
  [[7], / Seed 7\.$/],
  [undefined, / Seeds 0 to 9\.$/],
])('names the seeds %j', (seeds, words) => {
  const { tasks } = protocolOf({ tasks: [xorTask], backends: [native], seeds })
  expect(tasks.xor).toMatch(words)
})

test('tells when the epochs are not those of the tasks', () => {
  const plan = { tasks: [xorTask], backends: [native], seeds: [0] }
  expect(protocolOf(plan).general[0]).not.toContain('Epochs were set')
  expect(protocolOf({ ...plan, epochs: 9 }).general[0]).toContain('Epochs were set to 9 for every')
})
