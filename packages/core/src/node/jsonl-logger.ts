import { encodeNumber } from '../graph/numbers.js'
import type { Callback } from '../training/callbacks/callback.js'
import { beginLog, type LogFile } from './log-file.js'

/** Options of {@link jsonlLogger}. */
export interface JsonlLoggerOptions {
  /** Whether every step has a line as well. Default false. */
  readonly steps?: boolean
}

/**
 * Writes a line of JSON for each epoch, `{ epoch, step, learningRate, loss, … }`, and if asked for
 * each step. Numbers that are not finite are strings such as `"NaN"`. An older file of the name is
 * replaced, unless the run goes on from a checkpoint.
 */
export function jsonlLogger(path: string, { steps = false }: JsonlLoggerOptions = {}): Callback {
  return {
    name: 'jsonlLogger',
    begin() {
      let log: LogFile | undefined
      const add = (record: Readonly<Record<string, number>>): void =>
        log!.add(
          JSON.stringify(record, (_, value) =>
            typeof value === 'number' ? encodeNumber(value) : value,
          ),
        )
      return {
        onTrainBegin({ step }) {
          const isDone = (line: string): boolean => stepOf(line) <= step
          log = beginLog(path, [], step === 0 ? undefined : isDone)
        },
        logEpoch: ({ epoch, step, learningRate, scores }) =>
          add({ epoch, step, learningRate, ...scores }),
        ...(steps && { logStep: (record) => add({ ...record }) }),
        onSteps: () => log!.flush(),
        onTrainEnd: () => log?.flush(),
      }
    },
  }
}

/** The step of a line; of one that is no JSON, none. */
function stepOf(line: string): number {
  try {
    return (JSON.parse(line) as { step: number }).step
  } catch {
    return Number.NaN
  }
}
