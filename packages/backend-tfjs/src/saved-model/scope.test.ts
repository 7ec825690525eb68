import { expect, test } from 'vitest'
import { Scope } from './scope.js'

test('equal constants are made once, and those that differ in sign, type or shape are not equal', () => {
  const scope = new Scope()
  const zero = scope.scalar('float', 0)
  expect(scope.scalar('float', 0)).toBe(zero)
  const others = [
    scope.scalar('float', -0),
    scope.scalar('double', 0),
    scope.constant('float', [1], [0]),
    scope.constant('float', [1, 1], [0]),
    scope.constant('float', [2], [0, 0]),
  ]
  expect(new Set([zero, ...others].map(({ edge }) => edge)).size).toBe(6)
})
