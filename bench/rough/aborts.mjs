// Ended at random moments: training by its signal at a step or at a time, cross-validation by its signal,
// predictions by disposal of their model. After each, a training gives the same bits as before.
import { createModel, crossValidate, isParallaxError } from '@parallax-ml/core'
import { counterOf, makeBackend } from './backends.mjs'
import { watchLeft } from './left.mjs'
import { memoryLog, memoryRows } from './memory.mjs'
import { bitsOf, middle, randomNumbers, train, trainedBits, xor } from './networks.mjs'

const within = (ms, work) => new Promise((resolve) => setTimeout(() => resolve(work()), ms))

/** A training that is ended at a step; the rest of the chunk it is in is still done. */
async function atStep(backend, random) {
  const controller = new AbortController()
  const last = Math.floor(random() * 400)
  const { model, stopped } = await train(middle(), {
    backend,
    epochs: 1e6,
    signal: controller.signal,
    onProgress: ({ step }) => step >= last && controller.abort(),
  })
  await model.dispose()
  return stopped.reason
}

async function atTime(backend, random) {
  const controller = new AbortController()
  const timer = within(random() * 60, () => controller.abort())
  const { model, stopped } = await train(middle(), {
    backend,
    epochs: 1e6,
    signal: controller.signal,
  })
  await timer
  await model.predict(middle().data.x)
  await model.dispose()
  return stopped.reason
}

async function crossValidation(backend, random) {
  const { spec, data, options } = middle()
  const controller = new AbortController()
  const timer = within(random() * 60, () => controller.abort())
  const { stopped } = await crossValidate(spec, data, {
    ...options,
    backend,
    folds: 5,
    epochs: 200,
    signal: controller.signal,
  })
  await timer
  return stopped.reason
}

/** Either the answers that nothing disturbs, or an error that says that the model is gone. */
async function prediction(backend, random, expected) {
  const model = createModel(middle().spec, { backend })
  const timer = within(random() * 10, () => model.dispose())
  const answer = await model.predict(manyRows).catch((error) => error)
  await timer
  if (isParallaxError(answer) && answer.code === 'DISPOSED') return 'aborted'
  return answer.data !== undefined && bitsOf([answer.data]) === expected
    ? 'completed'
    : `wrong: ${answer}`
}

const manyRows = middle({ rows: 20_000 }).data.x

export async function aborts(name, { aborts: count, seed, quick }) {
  const backend = makeBackend(name)
  const counts = await counterOf(name)
  const random = randomNumbers(seed)
  const again = () => trainedBits(xor(), { backend, epochs: 30, seed: 5 })
  const expected = await again()
  const undisturbed = createModel(middle().spec, { backend })
  const answers = bitsOf([(await undisturbed.predict(manyRows)).data])
  await undisturbed.dispose()

  const ends = [atStep, atTime, crossValidation, prediction]
  const reasons = {}
  let same = 0
  const attempt = async (i) => {
    const reason = await ends[i % ends.length](backend, random, answers)
    reasons[reason] = (reasons[reason] ?? 0) + 1
    if ((await again()) === expected) same++
  }
  const warm = Math.max(ends.length, Math.ceil(count / 10))
  for (let i = 0; i < warm; i++) await attempt(i)
  const left = watchLeft(counts)
  const log = memoryLog(counts)
  for (let i = 0; i < count; i++) {
    await attempt(i)
    if (i % Math.max(1, Math.floor(count / 50)) === 0) await log.take(i)
  }
  const total = warm + count
  const found = Object.entries(reasons).map(([reason, times]) => `${times} ${reason}`)
  const { aborted = 0, completed = 0 } = reasons
  return [
    {
      what: `${total} trainings, cross-validations and predictions ended at random moments`,
      found: found.join(', '),
      bound: 'aborted or completed',
      ok: aborted > total / 2 && aborted + completed === total,
    },
    {
      what: '… and the same bits of a training after each',
      found: `${same}`,
      bound: `${total}`,
      ok: same === total,
    },
    ...memoryRows('… after each', log.samples, { quick }),
    await left('… after all'),
  ]
}
