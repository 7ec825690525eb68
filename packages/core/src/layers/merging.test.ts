import { describe, expect, test } from 'vitest'
import { architectureOf } from '../model/architecture.js'
import { connect, functional, input } from '../spec/functional.js'
import { concatenate } from './concatenate.js'
import { dot } from './dot.js'
import { add, maximum, subtract } from './merging.js'

/** The shape of what a layer makes of inputs of these shapes. */
function shapeOf(layer: object, ...shapes: number[][]): readonly number[] {
  const inputs = shapes.map((shape, i) => input(`input${i}`, shape))
  const model = functional({ outputs: { output: connect(inputs, layer) } })
  return architectureOf(model).outputs.output!.shape
}

describe('layers that join inputs', () => {
  test('grow axes of size 1 and missing axes', () => {
    expect(shapeOf(add(), [3], [3], [3])).toEqual([3])
    expect(shapeOf(add(), [2, 1], [1, 3])).toEqual([2, 3])
    expect(shapeOf(maximum(), [3], [4, 2, 3])).toEqual([4, 2, 3])
  })

  test('say which shapes do not fit', () => {
    expect(() => shapeOf(add(), [2], [3])).toThrow(
      'the shapes of its inputs do not fit (expected equal shapes, but for axes of size 1, got [2] and [3])',
    )
    expect(() => shapeOf(subtract(), [2], [2], [2])).toThrow('wrong number of inputs')
  })

  test('concatenate adds up one axis', () => {
    expect(shapeOf(concatenate(), [2, 3], [2, 5])).toEqual([2, 8])
    expect(shapeOf(concatenate({ axis: 1 }), [2, 3], [4, 3], [1, 3])).toEqual([7, 3])
    expect(() => shapeOf(concatenate({ axis: 1 }), [2, 3], [2, 5])).toThrow('on axis 1')
    expect(() => shapeOf(concatenate({ axis: 0 }), [2], [2])).toThrow('the rows lie on that axis')
  })

  test('dot drops the axes that it sums over', () => {
    expect(shapeOf(dot({ axes: 1 }), [3], [3])).toEqual([1])
    expect(shapeOf(dot({ axes: [2, 1] }), [4, 3], [3, 5])).toEqual([4, 5])
    expect(shapeOf(dot({ axes: -1 }), [4, 3], [3])).toEqual([4])
    expect(() => shapeOf(dot({ axes: [1, 1] }), [4, 3], [3, 5])).toThrow(
      'the axes that are summed over differ in size',
    )
    expect(() => shapeOf(dot({ axes: 1 }), [3], [3], [3])).toThrow('wrong number of inputs')
  })
})
