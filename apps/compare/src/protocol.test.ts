import { native } from '@parallax-ml/backend-native'
import { expect, test } from 'vitest'
import { protocolOf } from './protocol.js'
import { xorTask } from './tasks/xor.js'

test.each([
  [[0, 1, 2, 3], 'Seeds 0 to 3 on native.'],
  [[0, 5, 7], 'Seeds 0, 5, 7 on native.'],
  [[7], 'Seed 7 on native.'],
])('names the seeds %j', (seeds, words) => {
  expect(protocolOf({ tasks: [xorTask], backends: [native], seeds })).toContain(words)
})

test('tells when the epochs are not those of the tasks', () => {
  const plan = { tasks: [xorTask], backends: [native], seeds: [0] }
  expect(protocolOf(plan)).not.toContain('Epochs were set')
  expect(protocolOf({ ...plan, epochs: 9 })).toContain('Epochs were set to 9 for every task')
})
