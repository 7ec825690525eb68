import { DataError } from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { sparseCounterfactuals } from './counterfactuals/sparse.js'
import { accumulatedLocalEffects } from './dependence/accumulated.js'
import { friedmanH2 } from './dependence/friedman.js'
import { partialDependence } from './dependence/partial.js'
import { permutationImportance } from './importance/permutation.js'
import { lime } from './lime/lime.js'
import { occludePatches } from './occlusion/patches.js'
import { parseExplanation } from './parse-explanation.js'
import { exactShapley } from './shapley/exact.js'
import { shapleyInteractions } from './shapley/interactions.js'
import { kernelShap } from './shapley/kernel.js'
import { irisClasses, irisRows, network, rowsFor } from './testing/reference-networks.js'

const explained = network('iris_mlp', 'probability')
const rows = rowsFor('iris_mlp', [0, 60])
const background = rowsFor('iris_mlp', [1, 70])
const groups = { petal: [2, 3] }

const everyKind = () =>
  Promise.all([
    exactShapley(explained, rows, { background, groups }),
    kernelShap(explained, rows, { background: 'zero', samples: 10 }),
    lime(explained, rows, { samples: 50 }),
    occludePatches(explained, rows, { imageShape: [2, 2], patch: 1 }),
    permutationImportance(explained, irisRows, irisClasses, { repeats: 2 }),
    partialDependence(explained, rows, { features: [0, 1] }),
    partialDependence(explained, rows, { features: [0], individual: true }),
    accumulatedLocalEffects(explained, irisRows, { feature: 2 }),
    friedmanH2(explained, rows),
    shapleyInteractions(explained, rows, { background, index: 'STI' }),
    sparseCounterfactuals(explained, rows.values.subarray(0, 4), { candidates: irisRows }),
  ])

test('every explanation survives being written and read', async () => {
  for (const explanation of await everyKind()) {
    expect(parseExplanation(JSON.parse(JSON.stringify(explanation)))).toEqual(explanation)
  }
})

test('what was tampered with is refused, and the message says where', async () => {
  const [explanation] = await everyKind()
  const broken: [object, string][] = [
    [{ values: explanation.values.slice(1) }, 'explanation.values'],
    [{ values: ['1'] }, 'explanation.values[0]'],
    [{ kind: 'attributions' }, "did you mean 'attribution'"],
    [{ base: [0] }, 'explanation.base'],
    [{ checks: {} }, 'explanation.checks.evaluations'],
    [{ standardError: [] }, "unknown option 'standardError'"],
    [{ provenance: undefined }, 'explanation.provenance'],
    [{ data: [Number.NaN] }, 'explanation.data[0]'],
  ]
  for (const [change, message] of broken) {
    const value = { ...explanation, ...change }
    expect(() => parseExplanation(value)).toThrow(DataError)
    expect(() => parseExplanation(value)).toThrow(
      new RegExp(message.replace(/[[\].]/g, '\\$&'), 'i'),
    )
  }
  expect(() => parseExplanation(null)).toThrow(DataError)
})
