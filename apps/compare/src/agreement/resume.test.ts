import { native } from '@parallax-ml/backend-native'
import { onnx } from '@parallax-ml/backend-onnx'
import type { BackendV1 } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { arbiter } from './evidence.js'
import {
  interruptedTrainings,
  lossDifference,
  resumeBound,
  resumedLosses,
  unbrokenLosses,
} from './resume.js'

/** A backend that never takes over the state that a name fits. */
const forgetting = (backend: BackendV1, name: RegExp): BackendV1 => ({
  ...backend,
  async open(options) {
    const session = await backend.open(options)
    return {
      ...session,
      writeState: (state) =>
        session.writeState(
          Object.fromEntries(Object.entries(state).filter(([key]) => !name.test(key))),
        ),
    }
  },
})

describe.each(interruptedTrainings())('$name', (training) => {
  const right = unbrokenLosses(training, arbiter.backend, arbiter.precision)

  test.each([
    [native, onnx],
    [onnx, native],
  ])('begun on $name, it goes on elsewhere as if nothing had been', async (from, to) => {
    const found = await resumedLosses(training, from, to)
    expect(lossDifference(found, await right)).toBeLessThanOrEqual(resumeBound)
    const whole = await unbrokenLosses(training, to)
    expect(found.steps).toHaveLength(whole.steps.length)
    expect(lossDifference(found, whole)).toBeLessThanOrEqual(resumeBound)
  })

  test.each([
    ['moments', /^optimizer\//],
    ['moving means', /^statistics$/],
  ])('a backend that forgets the %s is found out', async (_, name) => {
    const found = await resumedLosses(training, native, forgetting(onnx, name))
    expect(lossDifference(found, await right)).toBeGreaterThan(100 * resumeBound)
  })
})
