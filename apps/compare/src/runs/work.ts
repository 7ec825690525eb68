import { architectureOf, type Shape } from '@parallax-ml/core'
import type { Task } from '../tasks/task.js'

/** What a training step costs besides its multiplications, in multiplications. */
const stepOverhead = 6000
/** What a run costs besides its steps: to start, compile, judge and time predictions. */
const runOverhead = 4e7

/**
 * Roughly how much work a run of a task is, in multiplications: enough to guess how long tasks will
 * take that have not been tried yet.
 */
export function workOf({ spec, training, data }: Task, epochs = training.epochs): number {
  const rows = data(0).train.y.length
  const steps = Math.ceil(rows / (training.batchSize ?? 32))
  const perRow = architectureOf(spec).calls.reduce((sum, { layer, outputShape }) => {
    const weights = layer.weights.reduce((count, { shape }) => count + product(shape), 0)
    // Layers of images use each weight at every place.
    return sum + weights * product(outputShape.slice(0, -1))
  }, 0)
  return runOverhead + epochs * (3 * rows * perRow + steps * stepOverhead)
}

const product = (shape: Shape): number => shape.reduce((size, axis) => size * axis, 1)
