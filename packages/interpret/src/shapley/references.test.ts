import { expect, test } from 'vitest'
import { counted } from '../explained/counted.js'
import { columnMeans, toMatrix } from '../matrix.js'
import { functionOf } from '../testing/functions.js'
import {
  backgroundFor,
  golden,
  irisRows,
  type NetworkName,
  network,
  rowsFor,
  worst,
} from '../testing/reference-networks.js'
import { coalitionValues, everyCoalition } from './coalitions.js'
import { exactBanzhaf, exactShapley } from './exact.js'
import { banzhafValues, shapleyValues } from './games.js'
import { shapleyInteractions } from './interactions.js'
import { kernelShap } from './kernel.js'
import { permutationShapley } from './permutation.js'

type Table = readonly (readonly number[])[]
interface Case {
  readonly model: NetworkName
  readonly background: 'mean' | 'rows20'
  readonly output: 'logit' | 'probability'
  readonly row: number
  readonly base: readonly number[]
  readonly prediction: readonly number[]
  readonly phi: Table
  readonly banzhaf?: Table
  readonly interactionsSII: readonly Table[]
  readonly interactionsTaylor: readonly Table[]
  readonly coalitionValues?: Table
}
const reference = golden<{
  readonly cases: readonly Case[]
  readonly permutationSampling: readonly (Case & {
    readonly permutations: Table
    readonly phiForwardOnly: Table
    readonly phiAntithetic: Table
  })[]
  readonly games: readonly {
    readonly coalitionValues?: readonly number[]
    readonly phi: readonly number[]
  }[]
  readonly linear: {
    readonly w: readonly number[]
    readonly b: number
    readonly backgroundMean: readonly number[]
    readonly cases: readonly { readonly z: readonly number[]; readonly phi: readonly number[] }[]
  }
}>('shapley')

const backgroundOf = ({ model, background }: Case) =>
  background === 'mean' ? { mean: irisRows } : backgroundFor(model)

const named = (list: readonly Case[]) =>
  list.map(
    (one) => [`${one.model}, ${one.background}, ${one.output}, row ${one.row}`, one] as const,
  )

test.each(named(reference.cases))('exact values of %s', async (_, one) => {
  const explained = network(one.model, one.output)
  const rows = rowsFor(one.model, [one.row])
  const background = backgroundOf(one)
  const shapley = await exactShapley(explained, rows, { background })
  expect(worst(shapley.values, one.phi.flat())).toBeLessThanOrEqual(1e-9)
  expect(worst(shapley.base!, one.base)).toBeLessThanOrEqual(1e-9)
  expect(worst(shapley.predictions, one.prediction)).toBeLessThanOrEqual(1e-9)
  expect(shapley.checks.completenessGap).toBeLessThanOrEqual(1e-9)
  expect(shapley.background!.kind).toBe(one.background === 'mean' ? 'mean' : 'rows')
  if (one.banzhaf === undefined) return
  const banzhaf = await exactBanzhaf(explained, rows, { background })
  expect(worst(banzhaf.values, one.banzhaf.flat())).toBeLessThanOrEqual(1e-9)
  for (const [index, expected] of [
    ['SII', one.interactionsSII],
    ['STI', one.interactionsTaylor],
  ] as const) {
    const pairs = await shapleyInteractions(explained, rows, { background, index })
    expect(worst(pairs.values, expected.flat(2)), index).toBeLessThanOrEqual(1e-9)
    expect(pairs.checks.completenessGap).toBeLessThanOrEqual(1e-9)
  }
})

test.each(named(reference.cases.filter((one) => one.coalitionValues)))(
  'the value of every coalition of %s',
  async (_, one) => {
    const [row, rows] = [rowsFor(one.model, [one.row]).values, backgroundFor(one.model)]
    const background = one.background === 'mean' ? toMatrix([columnMeans(irisRows)], '') : rows
    const players = Array.from(row, (_x, i) => ({ name: `x${i}`, columns: [i] }))
    const asked = counted(network(one.model, one.output))
    const values = await coalitionValues(asked, { row, background, players }, everyCoalition(4))
    expect(worst(values.values, one.coalitionValues!.slice(1, -1).flat())).toBeLessThanOrEqual(1e-9)
    expect(asked.evaluations).toBe(14 * background.rows)
  },
)

test.each(reference.permutationSampling)('given orders of row $row', async (one) => {
  const explained = network(one.model, one.output)
  const rows = rowsFor(one.model, [one.row])
  const given = { background: backgroundOf(one), permutations: one.permutations }
  const there = await permutationShapley(explained, rows, { ...given, antithetic: false })
  expect(worst(there.values, one.phiForwardOnly.flat())).toBeLessThanOrEqual(1e-9)
  const both = await permutationShapley(explained, rows, given)
  expect(worst(both.values, one.phiAntithetic.flat())).toBeLessThanOrEqual(1e-9)
  expect(both.checks.completenessGap).toBeLessThanOrEqual(1e-9)
})

interface KernelCase extends Omit<Case, 'background'> {
  readonly kind: string
  readonly masks: readonly number[]
  readonly weights?: readonly number[]
  readonly equalsExactShapley?: boolean
}
const kernelCases = golden<{ cases: readonly KernelCase[] }>('kernel-shap').cases

test.each(
  kernelCases.map(
    (one) => [`${one.model}, ${one.output}, row ${one.row}: ${one.kind}`, one] as const,
  ),
)('KernelSHAP of %s', async (_, one) => {
  const explained = network(one.model, one.output)
  const rows = rowsFor(one.model, [one.row])
  const background = backgroundFor(one.model)
  const features = rows.columns
  const members = one.masks.map((mask) =>
    Array.from({ length: features }, (_, i) => ((mask >>> i) & 1) as 0 | 1),
  )
  const weights = one.weights ?? members.map((row) => shapleyKernel(row))
  const found = await kernelShap(explained, rows, {
    background,
    coalitions: { members, weights },
  })
  expect(worst(found.values, one.phi.flat())).toBeLessThanOrEqual(1e-9)
  expect(found.checks.completenessGap).toBeLessThanOrEqual(1e-9)
  if (!one.equalsExactShapley) return
  const all = await kernelShap(explained, rows, { background })
  expect(worst(all.values, one.phi.flat())).toBeLessThanOrEqual(1e-9)
  expect(all.standardErrors).toBeUndefined()
})

function shapleyKernel(members: readonly number[]): number {
  const n = members.length
  const size = members.reduce((sum, member) => sum + member, 0)
  const ways = members.slice(0, size).reduce((all, _, i) => (all * (n - i)) / (i + 1), 1)
  return (n - 1) / (ways * size * (n - size))
}

test('games whose values are known', async () => {
  const glove = reference.games.find(({ coalitionValues: values }) => values !== undefined)!
  const game = toMatrix(
    glove.coalitionValues!.map((value) => [value]),
    'game',
  )
  expect(worst(shapleyValues(game).values, glove.phi)).toBeLessThanOrEqual(1e-12)
  expect(worst(banzhafValues(game).values, [3 / 4, 1 / 4, 1 / 4])).toBeLessThanOrEqual(1e-12)
  const product = functionOf(4, ([a, b, c]) => a! * b! + 2 * c!)
  const found = await exactShapley(product, [[1, 2, 3, 9]], { background: 'zero' })
  expect(found.values).toEqual([1, 1, 6, 0])
  const larger = functionOf(2, ([a, b]) => Math.max(a!, b!))
  const two = await exactShapley(larger, [[3, 5]], { background: 'zero' })
  expect(two.values).toEqual([1.5, 3.5])
  const and = functionOf(2, ([a, b]) => (a === 1 && b === 1 ? 1 : 0))
  const half = await exactShapley(and, [[1, 1]], { background: 'zero' })
  expect(half.values).toEqual([0.5, 0.5])
})

test('a linear model has its closed form, by each method that samples', async () => {
  const { w, b, backgroundMean, cases } = reference.linear
  const linear = functionOf(30, (row) => row.reduce((sum, x, i) => sum + w[i]! * x, b))
  const rows = cases.map(({ z }) => z)
  const expected = cases.flatMap(({ phi }) => phi)
  const background = [backgroundMean]
  const sampled = await permutationShapley(linear, rows, { background, permutations: 2 })
  expect(worst(sampled.values, expected)).toBeLessThanOrEqual(1e-12)
  const fitted = await kernelShap(linear, rows, { background, samples: 200 })
  expect(worst(fitted.values, expected)).toBeLessThanOrEqual(1e-12)
  expect(Math.max(...fitted.standardErrors!)).toBeLessThanOrEqual(1e-12)
})
