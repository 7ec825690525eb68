import { describe, expect, test } from 'vitest'
import { breastCancer, circles, digits, iris, moons, spirals, wine, xor } from './index.js'

describe('xor', () => {
  test('is exclusive or', () => {
    const { x, y } = xor()
    expect(x.map(([a, b]) => a! ^ b!)).toEqual(y)
    expect(new Set(x.map(String)).size).toBe(4)
  })
})

describe('iris', () => {
  const { x, y, featureNames, classNames } = iris()

  test('has fifty rows of each of three species, by four features', () => {
    expect(x).toHaveLength(150)
    expect(x.every((row) => row.length === featureNames.length)).toBe(true)
    expect(classNames.map((_, label) => y.filter((other) => other === label).length)).toEqual([
      50, 50, 50,
    ])
  })

  test.each([
    ['sepal length', 0, 5.843333],
    ['sepal width', 1, 3.057333],
    ['petal length', 2, 3.758],
    ['petal width', 3, 1.199333],
  ])('has the published mean %s', (_, column, mean) => {
    const sum = x.reduce((total, row) => total + row[column]!, 0)
    expect(sum / x.length).toBeCloseTo(mean, 6)
  })

  test("agrees with Fisher's paper where the copy of the UCI archive does not", () => {
    expect(x[34]).toEqual([4.9, 3.1, 1.5, 0.2])
    expect(x[37]).toEqual([4.9, 3.6, 1.4, 0.1])
  })

  test('has the published means of each species', () => {
    const meansOf = (label: number) =>
      featureNames.map((_, column) => {
        const sum = x.reduce((total, row, i) => (y[i] === label ? total + row[column]! : total), 0)
        return Number((sum / 50).toFixed(3))
      })
    expect(classNames.map((_, label) => meansOf(label))).toEqual([
      [5.006, 3.428, 1.462, 0.246],
      [5.936, 2.77, 4.26, 1.326],
      [6.588, 2.974, 5.552, 2.026],
    ])
  })
})

test.each([xor, iris, wine, breastCancer, digits, moons, circles, spirals])(
  '%o says its origin and gives a fresh copy at each call',
  (load) => {
    const first = load()
    expect(first.source).not.toBe('')
    expect(first.licence).not.toBe('')
    const before = first.x[0]![0]!
    first.x[0]![0] = 99
    first.y[0] = 99
    expect(load().x[0]![0]).toBe(before)
    expect(load().y[0]).toBe(0)
  },
)
