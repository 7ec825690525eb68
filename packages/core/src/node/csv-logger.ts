import type { Callback } from '../training/callbacks/callback.js'
import { beginLog, type LogFile } from './log-file.js'

/**
 * Writes a table with a row for each epoch: `epoch`, the values of the history, `learningRate`. An
 * older file of the name is replaced, unless the run goes on from a checkpoint.
 */
export function csvLogger(path: string): Callback {
  return {
    name: 'csvLogger',
    begin({ values }) {
      const names = Object.keys(values)
      let log: LogFile | undefined
      return {
        onTrainBegin({ step, epoch }) {
          const isDone = (line: string): boolean => Number.parseInt(line, 10) <= epoch
          const header = [['epoch', ...names, 'learningRate'].join(',')]
          log = beginLog(path, header, step === 0 ? undefined : isDone)
        },
        logEpoch: ({ epoch, scores, learningRate }) =>
          log!.add([epoch, ...names.map((name) => scores[name]), learningRate].join(',')),
        onSteps: () => log!.flush(),
        onTrainEnd: () => log?.flush(),
      }
    },
  }
}
