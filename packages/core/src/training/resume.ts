import { FileError } from '../errors/parallax-error.js'
import type { CallbackHooks, CallbackState } from './callbacks/callback.js'
import { checkCheckpoint } from './checkpoints/check-checkpoint.js'
import type { NumericPath } from './checkpoints/checkpoint-file.js'
import { fingerprintOf } from './checkpoints/fingerprint.js'
import { currentState, type Run, trainingOf } from './run.js'
import { scoreSums } from './scores.js'

/**
 * Brings a run to where its newest whole checkpoint left it, if there is one.
 * @throws {FileError} if the checkpoints are all damaged, or of another run.
 */
export async function resumeRun(run: Run): Promise<void> {
  const { plan } = run
  const { keeper, callbacks, facts } = plan
  if (keeper === undefined) return
  const by = await pathOf(run)
  const fingerprint = fingerprintOf(plan)
  run.identity = { by, fingerprint }
  const found = await keeper.find(fingerprint)
  if (found === undefined) return
  checkCheckpoint(plan, found)
  const { name, checkpoint, damaged } = found
  const { step, history, sums, learningRateScale, slotsSince, trainable, end, state } = checkpoint
  Object.assign(run, {
    step,
    startStep: step,
    learningRateScale,
    slotsSince,
    trainable,
    end,
    state,
  })
  for (const [key, values] of Object.entries(history)) run.history[key] = [...values]
  run.sums = scoreSums(plan.objective, sums)
  for (const { name: callback, hooks } of callbacks) {
    const saved = checkpoint.callbacks[callback]
    if (saved !== undefined) restore(hooks, saved, `checkpoint ${name}, callback ${callback}`)
  }
  const samePath = JSON.stringify(by) === JSON.stringify(checkpoint.by)
  const epoch = Math.floor(step / facts.stepsPerEpoch)
  run.resumed = { checkpoint: name, step, epoch, by: checkpoint.by, samePath, damaged }
}

function restore(hooks: CallbackHooks, saved: CallbackState, where: string): void {
  try {
    hooks.restore?.(saved)
  } catch (cause) {
    throw new FileError({ where, problem: 'it cannot take back what was saved of it', cause })
  }
}

/** Writes a checkpoint if it is time, or if the run ends here; not of numbers that are no longer finite. */
export async function keepIfDue(run: Run): Promise<void> {
  const { plan, step, end } = run
  const { keeper, callbacks, facts } = plan
  if (keeper === undefined || end?.reason === 'nonFiniteLoss') return
  const { epoch, scores } = trainingOf(run)
  const isBest = step % facts.stepsPerEpoch === 0 && keeper.isBest(scores, epoch)
  const isLast = step === facts.steps || end !== undefined
  if (!isBest && !isLast && !keeper.isDue(step)) return
  const saved = callbacks.flatMap(({ name, hooks }) => (hooks.save ? [[name, hooks.save()]] : []))
  await keeper.write(
    {
      ...run.identity!,
      step,
      history: run.history,
      sums: run.sums.all(),
      learningRateScale: run.learningRateScale,
      slotsSince: run.slotsSince,
      trainable: run.trainable,
      // What a signal ended may go on.
      end: end?.reason === 'aborted' ? undefined : end,
      callbacks: Object.fromEntries(saved),
      state: await currentState(run),
    },
    isBest,
  )
}

async function pathOf({ plan }: Run): Promise<NumericPath> {
  const { backend, precision } = plan.options
  const { engine, path, device, threads } = await backend.info()
  const by = `${engine.name} ${engine.version}`
  return { backend: backend.name, engine: by, path, device, threads, precision }
}
