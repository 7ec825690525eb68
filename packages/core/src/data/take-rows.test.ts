import { expect, test } from 'vitest'
import { takeRows } from './take-rows.js'

test('takes rows of lists, tensors, names and weights, and keeps everything else', () => {
  const data = {
    x: {
      words: { shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
      numbers: [[10], [20], [30]],
    },
    y: Int32Array.of(7, 8, 9),
    sampleWeight: { a: [0.1, 0.2, 0.3] },
    classNames: ['one', 'two'],
  }
  expect(takeRows(data, [2, 0])).toEqual({
    x: {
      words: { shape: [2, 2], data: Float32Array.of(5, 6, 1, 2) },
      numbers: [[30], [10]],
    },
    y: [9, 7],
    sampleWeight: { a: [0.3, 0.1] },
    classNames: ['one', 'two'],
  })
  expect(takeRows({ x: [[1], [2]], y: [3, 4], sampleWeight: [5, 6] }, [1])).toEqual({
    x: [[2]],
    y: [4],
    sampleWeight: [6],
  })
})

test('takes rows of a source in the order that it is asked for them', () => {
  const asked: number[][] = []
  const source = takeRows(
    {
      rows: 9,
      read(indices) {
        asked.push([...indices])
        return { x: [], y: [] }
      },
    },
    [8, 3, 5],
  )
  if (!('read' in source)) throw new Error('no source')
  source.read(Int32Array.of(2, 0))
  expect([source.rows, asked]).toEqual([3, [[5, 8]]])
})
