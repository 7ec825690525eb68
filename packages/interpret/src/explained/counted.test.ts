import { DataError, OptionError } from '@parallax-ml/core'
import { expect, test, vi } from 'vitest'
import { zeros } from '../matrix.js'
import { kernelShap } from '../shapley/kernel.js'
import { permutationShapley } from '../shapley/permutation.js'
import { functionOf } from '../testing/functions.js'
import { counted } from './counted.js'

const sum = functionOf(3, (row) => row.reduce((a, b) => a + b, 0))

test('questions are counted, cut to size and told', async () => {
  const predict = vi.spyOn(sum, 'predict')
  const told: object[] = []
  const asked = counted(sum, { onProgress: (progress) => told.push(progress) })
  asked.expect(5000)
  const { values } = await asked.predict({
    ...zeros(5000, 3),
    values: new Float64Array(15000).fill(2),
  })
  expect(values).toEqual(new Float64Array(5000).fill(6))
  expect(predict.mock.calls.map(([{ rows }]) => rows)).toEqual([4096, 904])
  expect(told).toEqual([
    { evaluations: 4096, expected: 5000 },
    { evaluations: 5000, expected: 5000 },
  ])
  predict.mockRestore()
})

test('a budget is held before anything is asked, and by searches while they ask', async () => {
  const predict = vi.spyOn(sum, 'predict')
  const options = { background: 'zero', budget: 4 } as const
  const refused = permutationShapley(sum, [[1, 2, 3]], options)
  await expect(refused).rejects.toThrow(OptionError)
  await expect(refused).rejects.toThrow('option budget: the explanation needs more evaluations')
  expect(predict).not.toHaveBeenCalled()
  const asked = counted(sum, { budget: 3 })
  await asked.predict(zeros(2, 3))
  await expect(asked.predict(zeros(2, 3))).rejects.toThrow('at least 4, got 3')
  expect(asked.evaluations).toBe(2)
  predict.mockRestore()
})

test('a signal ends the work between two questions', async () => {
  const controller = new AbortController()
  const call = kernelShap(
    sum,
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    {
      background: 'zero',
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    },
  )
  await expect(call).rejects.toThrow('enough')
})

test('answers that are no numbers, or too few, are refused', async () => {
  const asked = counted(functionOf(1, ([x]) => 1 / x!))
  await expect(asked.predict(zeros(1, 1))).rejects.toThrow(DataError)
  await expect(asked.predict(zeros(1, 1))).rejects.toThrow('not a finite number')
  const short = counted({ ...sum, outputNames: ['one', 'two'] })
  await expect(short.predict(zeros(2, 3))).rejects.toThrow('not one for each row and output')
})
