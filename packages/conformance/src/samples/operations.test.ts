import { operationNames } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { samplesOf } from './operations.js'

test('every operation but input has samples', () => {
  const without = operationNames.filter((operation) => samplesOf(operation, 'any') === undefined)
  expect(without).toEqual(['input'])
})
