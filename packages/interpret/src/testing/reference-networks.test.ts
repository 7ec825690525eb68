import { expect, test } from 'vitest'
import { irisCheck, network, rowsFor, worst } from './reference-networks.js'

test('the reference network answers as where it was made', async () => {
  const rows = rowsFor('iris_mlp', irisCheck.rows)
  const logits = await network('iris_mlp', 'logit').predict(rows)
  expect(worst(logits.values, irisCheck.logits.flat())).toBeLessThanOrEqual(1e-9)
  const probabilities = await network('iris_mlp', 'probability').predict(rows)
  expect(worst(probabilities.values, irisCheck.probabilities.flat())).toBeLessThanOrEqual(1e-9)
})
