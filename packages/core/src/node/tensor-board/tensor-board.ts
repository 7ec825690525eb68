import { join } from 'node:path'
import type { Callback } from '../../training/callbacks/callback.js'
import { validationName } from '../../training/history.js'
import { beginEvents, type EventFile } from './event-file.js'

/** Options of {@link tensorBoard}. */
export interface TensorBoardOptions {
  /** Whether loss and learning rate of every step are shown as well. Default false. */
  readonly steps?: boolean
}

/**
 * Writes event files for TensorBoard: `tensorboard --logdir FOLDER` shows them. The folders `train`
 * and `validation` have the same tags, `epoch/loss` and so on, so that their curves share a picture;
 * `step/loss` and `step/learningRate` are by step.
 */
export function tensorBoard(folder: string, { steps = false }: TensorBoardOptions = {}): Callback {
  return {
    name: 'tensorBoard',
    begin({ values }) {
      const names = Object.keys(values)
      const pairs = names.filter((name) => names.includes(validationName(name)))
      const validated = new Map(pairs.map((name) => [validationName(name), name]))
      // Metrics that only validation has are named as in the history.
      const onlyValidation = names.filter((name) => /^val[A-Z]/.test(name) && !validated.has(name))
      const files: Record<string, EventFile> = {}
      const write = (file: string, step: number, tagged: Record<string, number>): void => {
        if (Object.keys(tagged).length > 0) files[file]!.add(step, tagged)
      }
      const flush = (): void => {
        for (const file of Object.values(files)) file.flush()
      }
      return {
        onTrainBegin({ step, epoch }) {
          files.train = beginEvents(join(folder, 'train'), epoch)
          if (validated.size + onlyValidation.length > 0) {
            files.validation = beginEvents(join(folder, 'validation'), epoch)
          }
          if (steps) files.steps = beginEvents(join(folder, 'steps'), step)
        },
        logEpoch({ epoch, scores, learningRate }) {
          const train: Record<string, number> = { 'epoch/learningRate': learningRate }
          const validation: Record<string, number> = {}
          for (const name of names) {
            if (validated.has(name)) validation[`epoch/${validated.get(name)}`] = scores[name]!
            else if (onlyValidation.includes(name)) validation[`epoch/${name}`] = scores[name]!
            else train[`epoch/${name}`] = scores[name]!
          }
          write('train', epoch, train)
          write('validation', epoch, validation)
        },
        ...(steps && {
          logStep: ({ step, loss, learningRate }) =>
            write('steps', step, { 'step/loss': loss, 'step/learningRate': learningRate }),
        }),
        onSteps: flush,
        onTrainEnd: flush,
      }
    },
  }
}
