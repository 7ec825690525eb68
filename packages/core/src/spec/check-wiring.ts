import { suggest } from '../errors/nearest.js'
import { SpecError } from '../errors/parallax-error.js'
import type { FunctionalSpec } from './model-spec.js'

/**
 * Checks that every name in a functional spec is made before it is read, and that every layer is used.
 * @throws {SpecError} naming the call at fault.
 */
export function checkWiring({ inputs, layers, calls, outputs }: FunctionalSpec): void {
  const names = layers.map(({ name }) => name)
  const values = new Set(Object.keys(inputs))
  if (values.size === 0) throw new SpecError({ where: 'spec.inputs', problem: 'there are none' })
  for (const [i, call] of calls.entries()) {
    const where = `calls[${i}]`
    requireKnown(`${where}.layer`, 'layer', call.layer, names)
    for (const input of call.inputs)
      requireKnown(`${where}.inputs`, 'value so far', input, [...values])
    if (values.has(call.output)) {
      throw new SpecError({
        where: `${where}.output`,
        problem: `a second value is named '${call.output}'`,
      })
    }
    values.add(call.output)
  }
  const unused = names.find((name) => !calls.some((call) => call.layer === name))
  if (unused !== undefined) {
    throw new SpecError({ where: `layer '${unused}'`, problem: 'no call uses it' })
  }
  if (Object.keys(outputs).length === 0) {
    throw new SpecError({ where: 'spec.outputs', problem: 'there are none' })
  }
  for (const [name, value] of Object.entries(outputs)) {
    requireKnown(`outputs.${name}`, 'value', value, [...values])
    if (value in inputs) {
      throw new SpecError({
        where: `outputs.${name}`,
        problem: 'it shows an input, which no layer made',
      })
    }
  }
}

function requireKnown(where: string, kind: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return
  throw new SpecError({
    where,
    problem: `there is no ${kind} '${name}'`,
    hint: suggest(name, known),
  })
}
