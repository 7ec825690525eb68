import { z } from 'zod'
import { OptionError } from '../../errors/parallax-error.js'
import { parse } from '../../errors/parse.js'
import { count, whole } from '../../options/numbers.js'
import { requireLayers } from '../../spec/with-trainable.js'
import type { Callback } from './callback.js'

/** Which layers do not learn, and when. */
export interface FreezeLayersOptions {
  /** Names of layers. */
  readonly layers: readonly string[]
  /** Epochs done when they freeze. Default 0. */
  readonly from?: number
  /** Epochs done when they learn again. Default: never. */
  readonly until?: number
}

const schema = z.strictObject({
  layers: z.array(z.string()).min(1),
  from: whole.default(0),
  until: count.optional(),
})

/**
 * Freezes layers for some epochs: a pretrained body while a new head learns, say. A layer that is
 * batch normalisation keeps its moving statistics meanwhile.
 * @throws {OptionError} if an option is wrong; in `fit`, if there is no such layer.
 */
export function freezeLayers(options: FreezeLayersOptions): Callback {
  const where = 'option freezeLayers'
  const { layers, from, until = Infinity } = parse(schema, options, where, OptionError)
  if (until <= from) {
    throw new OptionError({
      where: `${where}.until`,
      problem: 'it comes before they freeze',
      expected: `more than ${from}`,
      received: String(until),
    })
  }
  return {
    name: 'freezeLayers',
    begin({ spec }) {
      requireLayers(spec, layers, `${where}.layers`)
      return {
        onTrainBegin(training) {
          if (from === 0 && training.step === 0) training.setTrainable(layers, false)
        },
        onEpochEnd(training) {
          if (training.epoch === from) training.setTrainable(layers, false)
          if (training.epoch === until) training.setTrainable(layers, true)
        },
      }
    },
  }
}
