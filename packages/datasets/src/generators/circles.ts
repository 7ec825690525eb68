import type { DataSet } from '../data-set.js'
import type { GeneratorOptions } from './options.js'
import { planar } from './planar.js'

/**
 * A circle of radius 1 and one of radius 0.5 within it, at random places. Noise 0.1 by default.
 *
 * @throws {OptionError} if an option does not fit, or is unknown.
 */
export function circles(options: GeneratorOptions = {}): DataSet {
  return planar(
    {
      name: 'circles',
      usualNoise: 0.1,
      classNames: ['outer', 'inner'],
      source: 'Two concentric circles',
      point(label, place) {
        const [radius, angle] = [label === 0 ? 1 : 0.5, 2 * Math.PI * place]
        return [radius * Math.cos(angle), radius * Math.sin(angle)]
      },
    },
    options,
  )
}
