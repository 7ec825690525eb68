import type { Training } from './callbacks/callback.js'
import { type Scores, validationName } from './history.js'
import type { Phase } from './phase.js'
import type { Run } from './run.js'
import { learningRateOf } from './schedule.js'

/** Writes what steps and epochs gave into the history, and tells the callbacks that log it. */
export interface Recorder {
  /** After every step, whose loss and count the run has. */
  step(): void
  /** After the last step of an epoch. */
  epoch(scores: Scores): void
  /** After the chunk that an epoch ends with: validates, and calls what waits for it. */
  epochEnd(phase: Phase): Promise<void>
}

/** A recorder for a run. */
export function recorderOf(run: Run, training: Training): Recorder {
  const { callbacks, facts, optimizer, validation } = run.plan
  const stepLoggers = callbacks.filter(({ hooks }) => hooks.logStep)
  const epochLoggers = callbacks.filter(({ hooks }) => hooks.logEpoch)

  const add = (scores: Scores, rename: (name: string) => string = (name) => name): void => {
    for (const name in scores) {
      const entry = rename(name)
      run.history[entry] ??= []
      run.history[entry].push(scores[name]!)
    }
  }

  const logEpoch = (): void => {
    if (epochLoggers.length === 0) return
    const { epoch, step, scores } = training
    const entry = { epoch, step, scores, learningRate: learningRateOf(optimizer, step, run) }
    for (const { hooks } of epochLoggers) hooks.logEpoch!(entry)
  }

  return {
    step() {
      if (stepLoggers.length === 0) return
      const { step, loss } = run
      const epoch = Math.ceil(step / facts.stepsPerEpoch)
      const entry = { step, epoch, loss, learningRate: learningRateOf(optimizer, step, run) }
      for (const { hooks } of stepLoggers) hooks.logStep!(entry)
    },
    epoch(scores) {
      add(scores)
      if (validation === undefined) logEpoch()
    },
    async epochEnd({ validate }) {
      if (validate !== undefined) {
        add(await validate(), validationName)
        logEpoch()
      }
      for (const { hooks } of callbacks) {
        if (training.epoch % (hooks.everyEpochs ?? 1) === 0) await hooks.onEpochEnd?.(training)
      }
    },
  }
}
