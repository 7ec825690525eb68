import { SpecError } from '../errors/parallax-error.js'
import type { NamedLayer } from './model-spec.js'

/** A layer that may have no name yet. */
export type UnnamedLayer = Omit<NamedLayer, 'name'> & { readonly name?: string | undefined }

/**
 * Gives nameless layers the name of their type: `dense`, `dense_1` …
 * @throws {SpecError} if two layers have the same name.
 */
export function nameLayers(layers: readonly UnnamedLayer[]): NamedLayer[] {
  const taken = new Set<string>()
  for (const [i, { name }] of layers.entries()) {
    if (name === undefined) continue
    if (taken.has(name)) {
      throw new SpecError({
        where: `layers[${i}].name`,
        problem: `a second layer is named '${name}'`,
        hint: 'Names tell weights apart: give each layer its own.',
      })
    }
    taken.add(name)
  }
  return layers.map(({ type, name, ...options }) => {
    const chosen = name ?? freeName(type as string, taken)
    taken.add(chosen)
    return { type, name: chosen, ...options } as NamedLayer
  })
}

function freeName(type: string, taken: ReadonlySet<string>): string {
  let candidate = type
  for (let n = 1; taken.has(candidate); n++) candidate = `${type}_${n}`
  return candidate
}
