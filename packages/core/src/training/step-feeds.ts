import { inputsOf, type Program } from '../graph/program.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { randomKeys } from '../random/draws.js'
import { batchFeeds, rowCountOfStep } from './batches.js'
import type { FitPlan } from './plan.js'
import { type ScheduleState, scheduleOf } from './schedule.js'

/** Gives the feeds of `count` training steps from step `start`, counted from 0. */
export type StepFeeds = (start: number, count: number) => Promise<Record<string, NumberArray>>

/**
 * Feeds of training steps: the rows of each, and the numbers that the host computes in double
 * precision. Only what the program takes is computed.
 */
export function stepFeeds(
  { training, optimizer, options }: FitPlan,
  { graph }: Program,
  state: ScheduleState,
): StepFeeds {
  const { batches, rows } = training
  const widths = new Map(
    inputsOf(graph).map(({ attributes, shape }) => [attributes.name, shape[0] ?? 1]),
  )
  const keyOf = randomKeys(options.seed, 'step')
  return async (start, count) => {
    const feeds: Record<string, NumberArray> = {
      ...(await batchFeeds(batches, rows.data, start, count)),
    }
    const fill = (
      name: string,
      Kind: new (length: number) => NumberArray,
      numbersOf: (step: number) => readonly number[],
    ): void => {
      const width = widths.get(name)
      if (width === undefined) return
      const feed = new Kind(count * width)
      for (let i = 0; i < count; i++) {
        const numbers = numbersOf(start + i)
        for (let n = 0; n < width; n++) feed[i * width + n] = numbers[n]!
      }
      feeds[name] = feed
    }
    fill('inverseCount', Float64Array, (step) => [1 / rowCountOfStep(batches, step)])
    fill('schedule', Float64Array, (step) => scheduleOf(optimizer, step + 1, state))
    fill('key', Int32Array, keyOf)
    return feeds
  }
}
