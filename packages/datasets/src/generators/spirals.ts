import type { DataSet } from '../data-set.js'
import type { GeneratorOptions } from './options.js'
import { planar } from './planar.js'

const turns = 1.5

/**
 * Two arms of a spiral, from radius 0.1 to 1 in one and a half turns, at random places. Noise 0.02
 * by default.
 *
 * @throws {OptionError} if an option does not fit, or is unknown.
 */
export function spirals(options: GeneratorOptions = {}): DataSet {
  return planar(
    {
      name: 'spirals',
      usualNoise: 0.02,
      classNames: ['one arm', 'other arm'],
      source: 'Two spirals of Archimedes, half a turn apart',
      point(label, place) {
        const radius = 0.1 + 0.9 * place
        const angle = 2 * Math.PI * turns * place + Math.PI * label
        return [radius * Math.cos(angle), radius * Math.sin(angle)]
      },
    },
    options,
  )
}
