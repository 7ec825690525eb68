import { requireSupport } from '../backend/checks.js'
import type { ProgramV1, SessionV1 } from '../backend/contract.js'
import { runEvaluation } from './evaluate.js'
import type { Scores } from './history.js'
import { type NamedState, stateNames, toFlat, toNamed } from './named-state.js'
import type { FitPlan, Programs } from './plan.js'
import { bindRows } from './rows.js'
import type { Run } from './run.js'
import { type StepFeeds, stepFeeds } from './step-feeds.js'

/** A part of a run in which the same layers learn: a session, and the programs compiled into it. */
export interface Phase {
  /** The run's choice of layers that it is for. */
  readonly trainable: Run['trainable']
  readonly session: SessionV1
  readonly program: ProgramV1
  readonly feedsOf: StepFeeds
  /** Judges the weights as they are; absent without validation data. */
  readonly validate: (() => Promise<Scores>) | undefined
  /** The whole state, with what the optimiser knows of weights that are frozen now. */
  readState(): Promise<NamedState>
}

/**
 * Opens a session for the choice of layers that a run has made, and brings the run's state there.
 * @throws {UnsupportedError} if the backend cannot run it.
 */
export async function openPhase(run: Run, programs: Programs): Promise<Phase> {
  const { plan, state, trainable } = run
  const { optimizer, objective, training, options } = plan
  const { backend, precision } = options
  const { architecture } = programs
  for (const program of [programs.training, programs.validation]) {
    if (program) requireSupport(backend, program.graph, { precision })
  }
  const session = await backend.open({ precision })
  try {
    await session.writeState(toFlat(optimizer, architecture.layout, state))
    await bindRows(session, 'training', training.rows, objective.data)
    const program = await session.compile(programs.training)
    const names = stateNames(optimizer, architecture.layout)
    return {
      trainable,
      session,
      program,
      feedsOf: stepFeeds(plan, programs.training, run),
      validate: await prepareValidation(plan, programs, session),
      readState: async () => ({
        ...state,
        ...toNamed(optimizer, architecture.layout, await session.readState(names)),
      }),
    }
  } catch (error) {
    await session.dispose()
    throw error
  }
}

async function prepareValidation(
  { validation, objective }: FitPlan,
  programs: Programs,
  session: SessionV1,
): Promise<Phase['validate']> {
  if (validation === undefined) return undefined
  const { rows, batches } = validation
  await bindRows(session, 'validation', rows, objective.data)
  const compiled = await session.compile(programs.validation!)
  return async () => {
    const { sums, predictions } = await runEvaluation(compiled, batches, rows.data, objective)
    return sums.scores(batches.rows, predictions)
  }
}
