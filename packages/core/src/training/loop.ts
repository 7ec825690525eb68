import { bytesOfRow } from '../data/source.js'
import { rowCountOfStep } from './batches.js'
import { chunkSizer, yieldToEventLoop } from './chunks.js'
import { describeNonFinite } from './non-finite.js'
import { pausesOf } from './pauses.js'
import type { Phase } from './phase.js'
import { recorderOf } from './record.js'
import { keepIfDue } from './resume.js'
import { currentState, enterPhase, type Run, speedOf, trainingOf } from './run.js'

/** A state to repeat steps from is taken this often, so that repeating them takes no longer. */
const snapshotMs = 5000

/**
 * The training loop: chunks of steps until the epochs are done or something ends them. A chunk
 * spans epochs unless the end of one needs the host: for validation, a callback or a checkpoint.
 */
export async function runLoop(run: Run): Promise<void> {
  const { options, facts, objective, callbacks, training: pass } = run.plan
  const { batches, rows } = pass
  const training = trainingOf(run)
  const isStreamed = rows.data.kind === 'streamed'
  const sizer = chunkSizer(isStreamed ? batches.batchSize * bytesOfRow(objective.data) : 1)
  const nextPause = pausesOf(run.plan)
  const recorder = recorderOf(run, training)
  let lastYield = performance.now()

  while (run.step < facts.steps && run.end === undefined) {
    if (options.signal?.aborted) {
      const message = `The signal aborted training after ${run.step} of ${facts.steps} steps.`
      run.end = { reason: 'aborted', message }
      await keepIfDue(run)
      break
    }
    const phase = run.phase?.trainable === run.trainable ? run.phase : await enterPhase(run)
    await takeSnapshot(run)
    const count = sizer.next(nextPause(run.step) - run.step)
    await runChunk(count, phase)
    if (run.end === undefined && run.step % facts.stepsPerEpoch === 0) {
      await recorder.epochEnd(phase)
    }
    for (const { hooks } of callbacks) await hooks.onSteps?.(training)
    await keepIfDue(run)
    report(run)
    if (performance.now() - lastYield > 8) {
      await yieldToEventLoop()
      lastYield = performance.now()
    }
  }
  run.end ??= { reason: 'completed', message: `All ${options.epochs} epochs are done.` }

  async function runChunk(count: number, { program, feedsOf }: Phase): Promise<void> {
    const started = performance.now()
    const outputs = await program.runSteps(await feedsOf(run.step, count), count)
    sizer.took(count, performance.now() - started)
    for (let i = 0; i < count; i++) {
      run.sums.add(outputs, i, count)
      const sum = outputs.loss![i]!
      run.loss = sum / rowCountOfStep(batches, run.step)
      run.step++
      if (!Number.isFinite(sum)) {
        run.end = await describeNonFinite(run)
        return
      }
      recorder.step()
      if (run.step % facts.stepsPerEpoch === 0) recorder.epoch(run.sums.scores(batches.rows))
    }
  }
}

async function takeSnapshot(run: Run): Promise<void> {
  const { snapshot, step } = run
  if (snapshot !== undefined && performance.now() - snapshot.takenAt < snapshotMs) return
  const state =
    snapshot === undefined && run.phaseStep === step ? run.state : await currentState(run)
  run.snapshot = { step, state, takenAt: performance.now() }
}

function report(run: Run): void {
  const { options, facts } = run.plan
  if (options.onProgress === undefined) return
  const { step, loss } = run
  const { steps, epochs, stepsPerEpoch } = facts
  const stepsPerSecond = speedOf(run)
  options.onProgress({
    epoch: Math.min(epochs, Math.floor(step / stepsPerEpoch) + 1),
    epochs,
    step,
    steps,
    loss,
    stepsPerSecond,
    secondsLeft: (steps - step) / stepsPerSecond,
  })
}
