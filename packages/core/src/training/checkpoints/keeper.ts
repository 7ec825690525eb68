import { FileError } from '../../errors/parallax-error.js'
import type { RunFacts } from '../callbacks/callback.js'
import { watchValue } from '../callbacks/watch-value.js'
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint-file.js'
import type { Fingerprint } from './fingerprint.js'
import { type ParsedCheckpointOptions, requireStore } from './options.js'
import type { CheckpointStore } from './store.js'

/** A checkpoint that cannot be read. */
export interface DamagedCheckpoint {
  readonly name: string
  readonly problem: string
}

/** The newest whole checkpoint of a store, and the newer ones that are damaged. */
export interface FoundCheckpoint {
  readonly name: string
  readonly checkpoint: Checkpoint
  readonly damaged: readonly DamagedCheckpoint[]
}

/** Decides when a run is kept, and keeps it. */
export interface Keeper {
  /** The first step, after those done, at which training must stand still for it. */
  nextStep(done: number): number
  /** Whether the run is to be written now. */
  isDue(done: number): boolean
  /** Whether the epoch that ended just now is the best so far. */
  isBest(scores: Readonly<Record<string, number>>, epoch: number): boolean
  /** Whether it must look at every epoch. */
  readonly watches: boolean
  write(checkpoint: Checkpoint, isBest: boolean): Promise<void>
  /**
   * Looks for the run in the store.
   * @throws {FileError} if all that is there is damaged, or of another run.
   */
  find(fingerprint: Fingerprint): Promise<FoundCheckpoint | undefined>
}

const pattern = /^checkpoint-(\d{12})\.safetensors$/
const nameOf = (step: number): string => `checkpoint-${String(step).padStart(12, '0')}.safetensors`
const bestName = 'best.safetensors'
const watcher = 'checkpoint'

/**
 * A keeper by the given options.
 * @throws {OptionError} if there is no store, or no value that says which is best.
 */
export function keeperOf(options: ParsedCheckpointOptions, facts: RunFacts): Keeper {
  const { everyEpochs, everySteps, keep, best } = options
  const store = requireStore(options.store)
  const isTimed = everyEpochs === undefined && everySteps === undefined
  const everySeconds = options.everySeconds ?? (isTimed ? 10 : Infinity)
  const watched =
    best === undefined
      ? undefined
      : watchValue({ monitor: best }, facts.values, 'option checkpoint.best')
  const intervals = [everySteps, everyEpochs && everyEpochs * facts.stepsPerEpoch].filter(
    (steps) => steps !== undefined,
  )
  let lastWrite = performance.now()
  return {
    watches: watched !== undefined,
    nextStep: (done) =>
      Math.min(...intervals.map((steps) => (Math.floor(done / steps) + 1) * steps), Infinity),
    isDue: (done) =>
      intervals.some((steps) => done % steps === 0) ||
      performance.now() - lastWrite >= 1000 * everySeconds,
    isBest: (scores, epoch) => watched?.improves(scores[watched.monitor]!, epoch) ?? false,
    async write(checkpoint, isBest) {
      const memory = watched && { [watcher]: { values: watched.save() } }
      const callbacks = { ...checkpoint.callbacks, ...memory }
      const bytes = writeCheckpoint({ ...checkpoint, callbacks })
      if (isBest) await store.write(bestName, bytes)
      await store.write(nameOf(checkpoint.step), bytes)
      const names = await namesIn(store)
      for (const name of names.slice(keep)) await store.remove(name)
      lastWrite = performance.now()
    },
    async find(fingerprint) {
      const found = await newestWhole(store)
      if (found === undefined) return undefined
      requireSameRun(found, fingerprint)
      const memory = found.checkpoint.callbacks[watcher]
      if (memory !== undefined) watched?.restore(memory.values)
      return found
    },
  }
}

/** The names of checkpoints, newest first. */
const namesIn = async (store: CheckpointStore): Promise<string[]> =>
  (await store.list())
    .filter((name) => pattern.test(name))
    .toSorted()
    .toReversed()

async function newestWhole(store: CheckpointStore): Promise<FoundCheckpoint | undefined> {
  const damaged: DamagedCheckpoint[] = []
  for (const name of await namesIn(store)) {
    const bytes = await store.read(name)
    try {
      return { name, checkpoint: readCheckpoint(bytes), damaged }
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      damaged.push({ name, problem: error.message })
    }
  }
  if (damaged.length === 0) return undefined
  throw new FileError({
    where: 'option checkpoint.store',
    problem: `none of its checkpoints is whole: ${damaged.map(({ name, problem }) => `${name} (${problem})`).join(', ')}`,
    hint: 'Remove them to start anew, or take another store.',
  })
}

function requireSameRun({ name, checkpoint }: FoundCheckpoint, fingerprint: Fingerprint): void {
  const old = checkpoint.fingerprint
  const keys = new Set([...Object.keys(old), ...Object.keys(fingerprint)])
  const changed = [...keys].filter((key) => old[key] !== fingerprint[key])
  if (changed.length === 0) return
  const [key] = changed as [string]
  throw new FileError({
    where: `option checkpoint.store, ${name}`,
    problem: `it is of another run: ${changed.join(', ')} differ${changed.length === 1 ? 's' : ''}`,
    expected: `${key} ${shorten(fingerprint[key])}`,
    received: shorten(old[key]),
    hint: 'Take another store for this run, or remove those checkpoints.',
  })
}

const shorten = (text = 'none'): string => (text.length > 80 ? `${text.slice(0, 77)}…` : text)
