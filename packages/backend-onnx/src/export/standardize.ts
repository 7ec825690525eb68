import { type NodeOf, OptionError } from '@parallax-ml/core'
import type { Emission } from '../emission/emission.js'
import type { Standardization } from './options.js'

/**
 * An input less its mean, over its standard deviation, feature by feature.
 * @throws {OptionError} if there are more or fewer numbers than features.
 */
export function standardize(
  e: Emission,
  { attributes: { name }, shape }: NodeOf<'input'>,
  { mean, standardDeviation }: Standardization,
): string {
  const features = shape.at(-1)!
  for (const [what, values] of Object.entries({ mean, standardDeviation })) {
    if (values.length === features) continue
    throw new OptionError({
      where: `exportOnnx.standardization.${name}.${what}`,
      problem: 'the number of features is wrong',
      expected: String(features),
      received: String(values.length),
    })
  }
  const constant = (values: readonly number[]): string =>
    e.writer.constant(e.typeOf('float'), [features], values)
  return e.op('Div', [e.op('Sub', [name, constant(mean)]), constant(standardDeviation)])
}
