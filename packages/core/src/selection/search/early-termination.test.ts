import { describe, expect, test } from 'vitest'
import { resolveTermination } from './early-termination.js'

const completed = (...curves: number[][]) => curves.map((curve) => ({ curve, isCompleted: true }))

// The example is worked by hand from the definition in Golovin et al. (2017), lower being better:
// means of the first two scores are 3, 2 and 5, their median is 3.
describe('medianStopping', () => {
  const judge = resolveTermination({ name: 'medianStopping', minTrials: 3 })
  const earlier = completed([4, 2, 1], [2, 2, 2], [6, 4, 0])

  test('ends a trial whose best is worse than the median of the means', () => {
    expect(judge([9, 3.1], earlier)).toMatch(/epoch 2 is worse than the median of 3/)
    expect(judge([3.1, 9], earlier)).toBeDefined()
  })

  test('lets one go on whose best is as good, though it is worse now', () => {
    expect(judge([3, 9], earlier)).toBeUndefined()
    expect(judge([9, 2.9], earlier)).toBeUndefined()
  })

  test('counts completed trials alone, and wants enough of them', () => {
    expect(judge([9, 9], earlier.slice(1))).toBeUndefined()
    const [first, ...others] = earlier
    expect(judge([9, 9], [{ ...first!, isCompleted: false }, ...others])).toBeUndefined()
    expect(judge([9, 9, 9, 9], earlier)).toBeUndefined()
    const later = resolveTermination({ name: 'medianStopping', minTrials: 3, minEpochs: 3 })
    expect(later([9, 9], earlier)).toBeUndefined()
    expect(later([9, 9, 9], earlier)).toBeDefined()
  })
})

describe('successiveHalving', () => {
  const judge = resolveTermination({ name: 'successiveHalving', minEpochs: 2, factor: 3 })
  const at = (...scores: number[]) =>
    scores.map((score) => ({ curve: [0, score], isCompleted: false }))

  test('keeps the best third at each rung, the trial itself included', () => {
    expect(judge([0, 5], at(1, 2, 6, 7, 8))).toMatch(/2 of 5 earlier trials .* 2 of 6 may go on/)
    expect(judge([0, 5], at(1, 6, 6, 7, 8))).toBeUndefined()
    expect(judge([0, 5], at(1))).toBeDefined()
    expect(judge([0, 5], [])).toBeUndefined()
    expect(judge([0, Number.NaN], at(1))).toBeDefined()
    expect(judge([0, 1], at(1))).toBeUndefined()
  })

  test('judges after 2, 6, 18 … epochs only, and by those that came so far', () => {
    const earlier = completed([1, 1, 1, 1, 1, 1])
    const asked = [1, 2, 3, 4, 5, 6].filter((n) => judge(new Array(n).fill(9), earlier))
    expect(asked).toEqual([2, 6])
    expect(judge(new Array(6).fill(9), at(1, 1, 1))).toBeUndefined()
  })
})

test('an unknown rule gets the nearest right name', () => {
  expect(() => resolveTermination('median')).toThrow(/'medianStopping'/)
  expect(() => resolveTermination({ name: 'medianStopping', patience: 1 })).toThrow(
    /unknown option 'patience'/,
  )
})
