import { type BackendInfo, type BackendV1, fit } from '@parallax-ml/core'
import { xor } from '@parallax-ml/datasets'
import { xorTask } from '../tasks/xor.js'

/** Whether a backend runs here. */
export type Finding =
  | {
      readonly backend: string
      readonly runs: true
      readonly info: BackendInfo
      /** How long it took to learn exclusive or, engine loaded. */
      readonly milliseconds: number
    }
  | {
      readonly backend: string
      readonly runs: false
      /** What is wrong, and what to do about it. */
      readonly problem: string
    }

/** Asks a backend what it is, and has it learn exclusive or; never throws. */
export async function examine(backend: BackendV1): Promise<Finding> {
  const name = backend.name
  try {
    const info = await backend.info()
    const started = performance.now()
    const rows = xor()
    const { model } = await fit(xorTask.spec, rows, { ...xorTask.training, backend, seed: 0 })
    try {
      const { data } = await model.predict(rows.x)
      const isRight = rows.y.every((wanted, row) => Math.round(data[row]!) === wanted)
      if (!isRight) return { backend: name, runs: false, problem: wrong(data) }
      return { backend: name, runs: true, info, milliseconds: performance.now() - started }
    } finally {
      await model.dispose()
    }
  } catch (error) {
    return { backend: name, runs: false, problem: String(Object(error).message ?? error) }
  }
}

const wrong = (answers: ArrayLike<number>): string =>
  `It ran, but did not learn exclusive or: it answers ${Array.from(answers, (value) => value.toFixed(3)).join(', ')}. Please report this.`
