import { native } from '@parallax-ml/backend-native'
import { fit, interpreter } from '@parallax-ml/core'
import type { TableFigure } from '@parallax-ml/report'
import { expect, test } from 'vitest'
import type { ComparisonCell } from '../runs/comparison.js'
import { explainRun } from '../runs/explain-run.js'
import { irisTask } from '../tasks/iris.js'
import { interpretabilityFigures } from './interpretability.js'

/** A cell as comparisons have it, with what figures of explanations read. */
async function cellOf(backend: typeof native, spoil: (value: number) => number = (v) => v) {
  const data = irisTask.data(0)
  const epochs = 20
  const { model } = await fit(irisTask.spec, data.train, { ...irisTask.training, epochs, backend })
  const found = await explainRun(model, irisTask, data, { backend, seed: 0, epochs })
  const shared = found.shared.map((one) => ({ ...one, values: one.values.map(spoil) }))
  const explanations = { ...found, shared }
  return {
    task: irisTask,
    backend: backend.name,
    measured: [{ explanations }],
  } as never as ComparisonCell
}

test('says that backends agree, a line for each method, and draws what matters', async () => {
  const [table, forest] = interpretabilityFigures([await cellOf(native), await cellOf(interpreter)])
  expect(table!.see).toContain('same explanation on every backend, within rounding')
  expect((table as TableFigure).rows).toHaveLength(2)
  expect(forest).toMatchObject({ kind: 'forest' })
})

test('says where a backend explains the same weights differently', async () => {
  const cells = [await cellOf(native), await cellOf(interpreter, (value) => -value)]
  const [table] = interpretabilityFigures(cells)
  expect(table!.see).toContain('are explained differently on iris: that is a fault of a backend')
})

test('draws nothing where nothing was explained', () => {
  expect(interpretabilityFigures([])).toEqual([])
})
