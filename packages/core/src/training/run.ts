import { weightsByPath } from '../model/weights.js'
import { requireLayers } from '../spec/with-trainable.js'
import type { Training } from './callbacks/callback.js'
import type { Checkpoint, NumericPath } from './checkpoints/checkpoint-file.js'
import type { DamagedCheckpoint } from './checkpoints/keeper.js'
import type { Scores } from './history.js'
import { keptSlots, type NamedState, trainedWeights } from './named-state.js'
import { openPhase, type Phase } from './phase.js'
import { type FitPlan, programsOf } from './plan.js'
import { learningRateOf } from './schedule.js'
import { type ScoreSums, scoreSums } from './scores.js'
import type { Stopped } from './stopped.js'

/** Where a run went on from, if its checkpoints had one. */
export interface Resumed {
  /** Name of the checkpoint. */
  readonly checkpoint: string
  readonly step: number
  readonly epoch: number
  /** What computed it until then. */
  readonly by: NumericPath
  /** Whether the same computes it now, so that the numbers go on to the bit. */
  readonly samePath: boolean
  /** Newer checkpoints that could not be read; they were left as they are. */
  readonly damaged: readonly DamagedCheckpoint[]
}

/** A state of the run that its steps can be repeated from. */
export interface Snapshot {
  readonly step: number
  readonly state: NamedState
  readonly takenAt: number
}

/** A run at work: what changes while it trains. */
export interface Run {
  readonly plan: FitPlan
  /** Steps done. */
  step: number
  readonly history: Record<string, number[]>
  sums: ScoreSums
  learningRateScale: number
  slotsSince: number
  /** Layers that are frozen or free against the spec. */
  trainable: Readonly<Record<string, boolean>>
  /** The state when the phase began, or is to begin. */
  state: NamedState
  /** The step before which the phase began. */
  phaseStep: number
  phase: Phase | undefined
  snapshot: Snapshot | undefined
  /** Mean loss of the last step. */
  loss: number
  end: Omit<Stopped, 'epoch' | 'step'> | undefined
  resumed: Resumed | undefined
  /** What checkpoints say of the run and of what computes it; where they are kept. */
  identity: Pick<Checkpoint, 'fingerprint' | 'by'> | undefined
  readonly startedAt: number
  startStep: number
}

/** A run at its first step. */
export const startRun = (plan: FitPlan): Run => ({
  plan,
  step: 0,
  history: {},
  sums: scoreSums(plan.objective),
  learningRateScale: 1,
  slotsSince: 0,
  trainable: {},
  state: weightsByPath(plan.architecture.layout, plan.firstWeights),
  phaseStep: 0,
  phase: undefined,
  snapshot: undefined,
  loss: Number.NaN,
  end: undefined,
  resumed: undefined,
  identity: undefined,
  startedAt: performance.now(),
  startStep: 0,
})

/** Opens the phase that the run's choice of layers asks for, in place of the one before. */
export async function enterPhase(run: Run): Promise<Phase> {
  const programs = programsOf(run.plan, run.trainable)
  const before = await currentState(run)
  const { named, restarts } = keptSlots(run.plan.optimizer, programs.architecture.layout, before)
  if (restarts) run.slotsSince = run.step
  await leavePhase(run)
  run.state = named
  run.phaseStep = run.step
  run.phase = await openPhase(run, programs)
  run.snapshot = undefined
  return run.phase
}

/** Closes the phase at work, if there is one. */
export async function leavePhase(run: Run): Promise<void> {
  const { phase } = run
  run.phase = undefined
  await phase?.session.dispose()
}

/** The whole state as it is now. */
export const currentState = async ({ phase, state }: Run): Promise<NamedState> =>
  phase === undefined ? state : phase.readState()

/** The weights that the trained model would have now. */
export const currentWeights = async (run: Run) =>
  trainedWeights(run.plan.architecture.layout, await currentState(run))

/** The last value of everything in the history. */
const lastScores = ({ history }: Run): Scores =>
  Object.fromEntries(
    Object.entries(history).map(([name, values]) => [name, values.at(-1)!]),
  ) as Scores

/** Steps per second since this call of `fit` began. */
export const speedOf = ({ step, startStep, startedAt }: Run): number =>
  (1000 * (step - startStep)) / (performance.now() - startedAt)

/** The run as callbacks see and steer it. */
export function trainingOf(run: Run): Training {
  const { facts, optimizer } = run.plan
  return {
    spec: facts.spec,
    steps: facts.steps,
    epochs: facts.epochs,
    history: run.history,
    get step() {
      return run.step
    },
    get epoch() {
      return Math.floor(run.step / facts.stepsPerEpoch)
    },
    get scores() {
      return lastScores(run)
    },
    get loss() {
      return run.loss
    },
    get learningRate() {
      return learningRateOf(optimizer, run.step + 1, run)
    },
    get stepsPerSecond() {
      return speedOf(run)
    },
    weights: () => currentWeights(run),
    stop(reason, message) {
      run.end ??= { reason, message }
    },
    scaleLearningRate(factor) {
      run.learningRateScale *= factor
      run.snapshot = undefined
    },
    setTrainable(layers, trainable) {
      requireLayers(facts.spec, layers, 'setTrainable')
      run.trainable = {
        ...run.trainable,
        ...Object.fromEntries(layers.map((name) => [name, trainable])),
      }
    },
  }
}
