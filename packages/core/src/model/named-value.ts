import { suggest } from '../errors/nearest.js'
import { OptionError } from '../errors/parallax-error.js'
import type { Architecture } from './architecture.js'

/**
 * The value that a name means: an input, what a layer gives, or what one of its calls gives.
 * @throws {OptionError} if there is none, or several.
 */
export function valueNamed({ inputs, calls }: Architecture, name: string): string {
  const known = [...Object.keys(inputs), ...calls.map(({ output }) => output)]
  if (known.includes(name)) return name
  const ofLayer = calls.filter(({ layer }) => layer.name === name)
  if (ofLayer.length === 1) return ofLayer[0]!.output
  const problem = `the model has no value '${name}'`
  if (ofLayer.length === 0) {
    const layers = calls.map(({ layer }) => layer.name)
    throw new OptionError({
      where: 'createProbe',
      problem,
      hint: suggest(name, [...Object.keys(inputs), ...new Set(layers)]),
    })
  }
  throw new OptionError({
    where: 'createProbe',
    problem: `layer '${name}' is called several times`,
    hint: `Name one call: ${ofLayer.map(({ output }) => output).join(', ')}.`,
  })
}
