import type { FitPlan } from './plan.js'

/**
 * The first step after `done` at which training must stand still: the last one, the end of an epoch
 * that validation, a callback or a checkpoint waits for, or a checkpoint's step.
 */
export function pausesOf({
  facts,
  callbacks,
  keeper,
  validation,
}: FitPlan): (done: number) => number {
  const { steps, stepsPerEpoch } = facts
  const waiting = callbacks.filter(({ hooks }) => hooks.onEpochEnd)
  const epochs = waiting.map(({ hooks }) => hooks.everyEpochs ?? 1)
  if (validation !== undefined || keeper?.watches) epochs.push(1)
  const intervals = epochs.map((every) => every * stepsPerEpoch)
  return (done) =>
    Math.min(
      steps,
      keeper?.nextStep(done) ?? steps,
      ...intervals.map((every) => (Math.floor(done / every) + 1) * every),
    )
}
