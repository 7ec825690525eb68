import type { DataSet } from '../data-set.js'
import type { GeneratorOptions } from './options.js'
import { planar } from './planar.js'

/**
 * Two half circles of radius 1 that reach into each other, as scikit-learn's `make_moons` draws
 * them, at random places. Noise 0.1 by default.
 *
 * @throws {OptionError} if an option does not fit, or is unknown.
 *
 * @example
 * const training = moons({ rows: 400, noise: 0.2, seed: 7 })
 */
export function moons(options: GeneratorOptions = {}): DataSet {
  return planar(
    {
      name: 'moons',
      usualNoise: 0.1,
      classNames: ['upper', 'lower'],
      source: "The definition of scikit-learn's make_moons",
      point(label, place) {
        const [x, y] = [Math.cos(Math.PI * place), Math.sin(Math.PI * place)]
        return label === 0 ? [x, y] : [1 - x, 0.5 - y]
      },
    },
    options,
  )
}
