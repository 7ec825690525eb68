import { z } from 'zod'
import { OptionError } from '../../errors/parallax-error.js'
import { show } from '../../errors/show.js'
import { count, positive } from '../../options/numbers.js'
import type { CheckpointStore } from './store.js'

/** Where and when a run is kept, so that it can go on after whatever ends it. */
export interface CheckpointOptions {
  /**
   * Where; one for each run. If it has checkpoints of this run already, `fit` goes on from the
   * newest that is whole; those of another run are an error, and nothing happens to them.
   */
  readonly store: CheckpointStore
  /** After how many epochs, again and again. Default never, as `everySeconds` will do. */
  readonly everyEpochs?: number
  /** After how many steps, again and again. Default never. */
  readonly everySteps?: number
  /** After how many seconds at the most. Default 10, if neither of the others is given. */
  readonly everySeconds?: number
  /** How many of the newest are kept. Default 2, so that there is one if the newest is damaged. */
  readonly keep?: number
  /** A value of the history, such as `valLoss`; the checkpoint of its best epoch is kept as `best`. */
  readonly best?: string
}

/** Schema of {@link CheckpointOptions}; the store is checked by {@link requireStore}. */
export const checkpointOptions = z.strictObject({
  store: z.unknown(),
  everyEpochs: count.optional(),
  everySteps: count.optional(),
  everySeconds: positive.optional(),
  keep: count.default(2),
  best: z.string().optional(),
})

/** Checked options. */
export type ParsedCheckpointOptions = z.output<typeof checkpointOptions>

/**
 * Checks that a value is a store.
 * @throws {OptionError}
 */
export function requireStore(store: unknown): CheckpointStore {
  const methods = ['list', 'read', 'write', 'remove'] as const
  const given = Object(store) as Record<string, unknown>
  if (methods.every((method) => typeof given[method] === 'function')) {
    return store as CheckpointStore
  }
  throw new OptionError({
    where: 'option checkpoint.store',
    problem: 'not a store of checkpoints',
    expected: `an object with ${methods.join(', ')}`,
    received: show(store),
    hint: "Take checkpointDirectory('runs/mine') from @parallax-ml/core/node.",
  })
}
