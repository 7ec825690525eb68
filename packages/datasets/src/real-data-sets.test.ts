import { murmur3 } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { breastCancer, type DataSet, digits, iris, wine } from './index.js'

const countsOf = ({ y, classNames }: DataSet) =>
  classNames.map((_, label) => y.filter((other) => other === label).length)

const columnOf = ({ x }: DataSet, column: number) => x.map((row) => row[column]!)

const meanOf = (values: readonly number[]) =>
  values.reduce((total, value) => total + value, 0) / values.length

// Of all values and classes to the bit, computed from scikit-learn 1.9.1's copies.
test.each([
  [iris, 150, 4, [50, 50, 50], -530862214],
  [wine, 178, 13, [59, 71, 48], -1982566770],
  [breastCancer, 569, 30, [212, 357], 1761538797],
  [digits, 1797, 64, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180], -1825316445],
])('%o has the rows of scikit-learn', (load, rows, columns, counts, checksum) => {
  const data = load()
  expect([data.x.length, data.y.length, data.featureNames.length]).toEqual([rows, rows, columns])
  expect(data.x.every((row) => row.length === columns)).toBe(true)
  expect(countsOf(data)).toEqual(counts)
  const words = new Int32Array(Float64Array.from([...data.x.flat(), ...data.y]).buffer)
  expect(murmur3(0, Array.from(words))).toBe(checksum)
})

describe("the ranges and means of scikit-learn's description", () => {
  test.each([
    ['alcohol', 11.03, 14.83, 13, 1],
    ['malic_acid', 0.74, 5.8, 2.34, 2],
    ['ash', 1.36, 3.23, 2.36, 2],
    ['alcalinity_of_ash', 10.6, 30, 19.5, 1],
    ['magnesium', 70, 162, 99.7, 1],
    ['total_phenols', 0.98, 3.88, 2.29, 2],
    ['flavanoids', 0.34, 5.08, 2.03, 2],
    ['nonflavanoid_phenols', 0.13, 0.66, 0.36, 2],
    ['proanthocyanins', 0.41, 3.58, 1.59, 2],
    ['color_intensity', 1.28, 13, 5.1, 1],
    ['hue', 0.48, 1.71, 0.96, 2],
    ['od280/od315_of_diluted_wines', 1.27, 4, 2.61, 2],
    ['proline', 278, 1680, 746, 0],
  ])('wine: %s', (name, least, most, mean, decimals) => {
    const data = wine()
    const values = columnOf(data, data.featureNames.indexOf(name))
    expect([Math.min(...values), Math.max(...values)]).toEqual([least, most])
    // It rounds some means and cuts off others.
    expect(Math.abs(meanOf(values) - mean)).toBeLessThan(10 ** -decimals)
  })

  test.each([
    ['mean radius', 6.981, 28.11],
    ['mean texture', 9.71, 39.28],
    ['mean perimeter', 43.79, 188.5],
    ['mean area', 143.5, 2501],
    ['mean smoothness', 0.053, 0.163],
    ['mean fractal dimension', 0.05, 0.097],
    ['radius error', 0.112, 2.873],
    ['area error', 6.802, 542.2],
    ['concavity error', 0, 0.396],
    ['worst radius', 7.93, 36.04],
    ['worst area', 185.2, 4254],
    ['worst compactness', 0.027, 1.058],
    ['worst fractal dimension', 0.055, 0.208],
  ])('breast cancer: %s', (name, least, most) => {
    const data = breastCancer()
    const values = columnOf(data, data.featureNames.indexOf(name))
    // It rounds to three decimals.
    expect(Math.abs(Math.min(...values) - least)).toBeLessThanOrEqual(0.000501)
    expect(Math.abs(Math.max(...values) - most)).toBeLessThanOrEqual(0.000501)
  })
})

test('digits are whole numbers from 0 to 16 in images of eight by eight', () => {
  const { x, y, imageShape } = digits()
  expect(imageShape).toEqual([8, 8, 1])
  expect(x.flat().every((pixel) => Number.isInteger(pixel) && pixel >= 0 && pixel <= 16)).toBe(true)
  expect(y[0]).toBe(0)
  // As printed in scikit-learn's tutorial.
  expect(x[0]).toEqual(
    [
      [0, 0, 5, 13, 9, 1, 0, 0],
      [0, 0, 13, 15, 10, 15, 5, 0],
      [0, 3, 15, 2, 0, 11, 8, 0],
      [0, 4, 12, 0, 0, 8, 8, 0],
      [0, 5, 8, 0, 0, 9, 8, 0],
      [0, 4, 11, 0, 1, 12, 7, 0],
      [0, 2, 14, 5, 10, 12, 0, 0],
      [0, 0, 6, 13, 10, 0, 0, 0],
    ].flat(),
  )
})
