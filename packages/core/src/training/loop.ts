import type { ProgramV1 } from '../backend/contract.js'
import type { Tensor } from '../backend/tensor.js'
import { bytesOfRow } from '../data/source.js'
import { rowCountOfStep } from './batches.js'
import { chunkSizer, yieldToEventLoop } from './chunks.js'
import type { EarlyStopping } from './early-stopping.js'
import { type History, type Scores, validationName } from './history.js'
import type { FitPlan } from './plan.js'
import { scoreSums } from './scores.js'
import { stepFeeds } from './step-feeds.js'

/** Why and when training ended. */
export interface Stopped {
  readonly reason: 'completed' | 'earlyStopping' | 'aborted' | 'nonFiniteLoss'
  /** Whole epochs done. */
  readonly epoch: number
  /** Steps done. */
  readonly step: number
  /** The same in words. */
  readonly message: string
  /** The epoch whose weights the model has, where early stopping chose them. */
  readonly bestEpoch?: number
}

/** What the loop works with. */
export interface LoopContext {
  readonly plan: FitPlan
  readonly program: ProgramV1
  readonly validate: (() => Promise<Scores>) | undefined
  readonly readWeights: () => Promise<Record<string, Tensor>>
}

/** What the loop leaves behind. */
export interface LoopResult {
  readonly history: History
  readonly stopped: Stopped
  readonly bestWeights: Record<string, Tensor> | undefined
}

/**
 * The training loop: chunks of steps until the epochs are done or something ends them. A chunk
 * spans epochs unless the end of one needs the host, for validation or early stopping.
 */
export async function runLoop(context: LoopContext): Promise<LoopResult> {
  const { plan, program, validate } = context
  const { options, watcher, objective } = plan
  const { batches, rows } = plan.training
  const { stepsPerEpoch } = batches
  const steps = options.epochs * stepsPerEpoch
  const pausesAtEpochs = watcher !== undefined || validate !== undefined
  const isStreamed = rows.data.kind === 'streamed'
  const sizer = chunkSizer(isStreamed ? batches.batchSize * bytesOfRow(objective.data) : 1)
  const feedsOf = stepFeeds(plan)
  const sums = scoreSums(objective)
  const history: Record<string, number[]> = {}
  const started = performance.now()
  let lastYield = started
  let bestWeights: Record<string, Tensor> | undefined
  let end: Omit<Stopped, 'epoch' | 'step'> | undefined
  let step = 0

  const record = (scores: Scores, rename: (name: string) => string = (name) => name): void => {
    for (const [name, value] of Object.entries(scores)) {
      history[rename(name)] ??= []
      history[rename(name)]!.push(value)
    }
  }

  const endEpoch = async (): Promise<void> => {
    if (validate !== undefined) record(await validate(), validationName)
    if (watcher === undefined) return
    const verdict = watcher.watch(history[watcher.monitor]!.at(-1)!)
    if (verdict === 'improved' && watcher.restoreBestWeights) {
      bestWeights = await context.readWeights()
    }
    if (verdict === 'stop') end = { reason: 'earlyStopping', message: describeBest(watcher) }
  }

  while (step < steps && end === undefined) {
    if (options.signal?.aborted) {
      end = {
        reason: 'aborted',
        message: `The signal aborted training after ${step} of ${steps} steps.`,
      }
      break
    }
    const left = pausesAtEpochs ? stepsPerEpoch - (step % stepsPerEpoch) : steps - step
    const count = sizer.next(left)
    const chunkStarted = performance.now()
    const feeds = await feedsOf(step, count)
    const outputs = await program.runSteps(feeds, count)
    sizer.took(count, performance.now() - chunkStarted)
    for (let i = 0; i < count; i++) {
      sums.add(outputs, i, count)
      step++
      if (!Number.isFinite(outputs.loss![i]!)) {
        end = { reason: 'nonFiniteLoss', message: describeNonFinite(outputs.loss![i]!, step) }
        break
      }
      if (step % stepsPerEpoch === 0) record(sums.scores(batches.rows))
    }
    if (end === undefined && pausesAtEpochs && step % stepsPerEpoch === 0) await endEpoch()
    report(plan, step, steps, outputs.loss!.at(-1)!, started)
    if (performance.now() - lastYield > 8) {
      await yieldToEventLoop()
      lastYield = performance.now()
    }
  }

  const epoch = Math.floor(step / stepsPerEpoch)
  end ??= { reason: 'completed', message: `All ${options.epochs} epochs are done.` }
  const best = bestWeights === undefined ? {} : { bestEpoch: watcher!.bestEpoch }
  return { history, bestWeights, stopped: { ...end, epoch, step, ...best } }
}

function report(
  { training: { batches }, options }: FitPlan,
  step: number,
  steps: number,
  lossSum: number,
  started: number,
): void {
  if (options.onProgress === undefined) return
  const stepsPerSecond = (1000 * step) / (performance.now() - started)
  options.onProgress({
    epoch: Math.min(options.epochs, Math.floor(step / batches.stepsPerEpoch) + 1),
    epochs: options.epochs,
    step,
    steps,
    loss: lossSum / rowCountOfStep(batches, step - 1),
    stepsPerSecond,
    secondsLeft: (steps - step) / stepsPerSecond,
  })
}

const describeBest = ({ monitor, bestEpoch, bestValue }: EarlyStopping): string =>
  `No better ${monitor} than ${bestValue.toPrecision(4)}, which epoch ${bestEpoch} had.`

const describeNonFinite = (sum: number, step: number): string =>
  `The loss became ${sum} in step ${step}. Try a smaller learning rate, or normalise the inputs.`
