import {
  type BackendV1,
  initialSlots,
  optimizerProgram,
  type Precision,
  type ResolvedOptimizer,
  type Shape,
  scheduleOf,
  type Tensor,
  variablesOf,
} from '@parallax-ml/core'
import { withSession } from '../execute.js'

/** A run of an optimiser along given gradients. */
export interface Trajectory {
  readonly optimizer: ResolvedOptimizer
  /** The weights that lie behind one another, by name; one vector by default. */
  readonly weights?: Readonly<Record<string, Shape>>
  readonly start: ArrayLike<number>
  /** By step. */
  readonly gradients: readonly ArrayLike<number>[]
  /** The steps after which the state is read, ascending and counted from 1. */
  readonly steps: readonly number[]
}

/** The session's state after each of the named steps. */
export async function follow(
  backend: BackendV1,
  precision: Precision,
  { optimizer, start, gradients, steps, weights = { weights: [start.length] } }: Trajectory,
): Promise<Record<string, Tensor>[]> {
  const program = optimizerProgram(optimizer, weights)
  return withSession(backend, precision, program, async (session) => {
    await session.writeState({
      trainable: vector(start),
      ...initialSlots(optimizer, variablesOf(weights)),
    })
    const compiled = await session.compile(program)
    const states: Record<string, Tensor>[] = []
    let done = 0
    for (const step of steps) {
      const chunk = gradients.slice(done, step)
      const schedule = chunk.flatMap((_, i) => scheduleOf(optimizer, done + i + 1))
      const feeds = {
        gradient: Float64Array.from(chunk.flatMap((gradient) => Array.from(gradient))),
        schedule: Float64Array.from(schedule),
      }
      await compiled.runSteps(feeds, chunk.length)
      states.push(await session.readState())
      done = step
    }
    return states
  })
}

const vector = (values: ArrayLike<number>): Tensor => ({
  shape: [values.length],
  dtype: 'float',
  data: Float64Array.from(values),
})
