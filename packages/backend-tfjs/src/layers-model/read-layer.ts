import { FileError, suggest } from '@parallax-ml/core'
import { activations, type Kind, kinds, toCamel } from './kinds.js'
import type { TheirLayer } from './topology.js'

/** Options that say nothing about what a layer computes, or nothing that is not read elsewhere. */
const silent =
  /Initializer$|^(name|trainable|dtype|batchInputShape|inputDtype|inputDim|inputLength|sparse|ragged|batchSize|seed|groups|sharedAxes|keepdims|autocast|registeredName|buildConfig|module)$/

/** The name of a layer of `model.json`. */
export const nameOf = (layer: TheirLayer): string => layer.name ?? String(layer.config.name)

/**
 * The kind of a layer.
 * @throws {FileError} that names the layer, if we have none like it.
 */
export function kindOf(layer: TheirLayer): Kind {
  const found = kinds.find(({ className }) => className === layer.class_name)
  if (found) return found
  throw new FileError({
    where: `layer '${nameOf(layer)}'`,
    problem: `a layer ${layer.class_name} cannot be read`,
    hint: suggest(
      layer.class_name,
      kinds.map(({ className }) => className),
    ),
  })
}

/**
 * A layer as it stands in our specs.
 * @throws {FileError} naming the layer and the option that we cannot carry over.
 */
export function readLayer(layer: TheirLayer): Record<string, unknown> {
  const kind = kindOf(layer)
  const where = `layer '${nameOf(layer)}'`
  const given = new Map(Object.entries(layer.config).map(([key, value]) => [toCamel(key), value]))
  const options: Record<string, unknown> = {}
  for (const [ours, theirs] of Object.entries(kind.options)) {
    const value = given.get(theirs)
    given.delete(theirs)
    if (value !== null && value !== undefined) options[ours] = readOption(where, kind, ours, value)
  }
  for (const [name, value] of given) {
    const isDefault = [null, undefined, false].includes(value as null)
    if (silent.test(name) || isDefault || (name === 'dataFormat' && value === 'channels_last'))
      continue
    throw new FileError({
      where,
      problem: `its option ${name} cannot be carried over`,
      received: JSON.stringify(value),
    })
  }
  const frozen = layer.config.trainable === false ? { trainable: false } : {}
  return { type: kind.type, name: nameOf(layer), ...options, ...frozen }
}

function readOption(where: string, { type }: Kind, name: string, value: unknown): unknown {
  if (name === 'activation') {
    const found = Object.entries(activations).find(([, theirs]) => theirs === value)
    if (found) return found[0]
    const problem = 'its activation has no counterpart here'
    throw new FileError({ where, problem, received: String(value) })
  }
  if (name.endsWith('Regularizer')) return readRegularizer(where, value)
  // One-dimensional layers keep their one number in a list.
  if (type.endsWith('1d') && Array.isArray(value) && value.length === 1) return value[0]
  return value
}

function readRegularizer(where: string, value: unknown): object {
  const { class_name: name, config } = value as { class_name?: string; config?: object }
  if (name === 'L1L2') return { name: 'l1l2', ...pick(config) }
  throw new FileError({ where, problem: `its regularizer ${name} cannot be carried over` })
}

const pick = (config: object | undefined) => {
  const { l1 = 0, l2 = 0 } = (config ?? {}) as { l1?: number; l2?: number }
  return { l1, l2 }
}
