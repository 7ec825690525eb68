import { FileError, type ModelSpec, OptionError, parseSpec } from '@parallax-ml/core'
import { readBytes } from './model-file.js'

/**
 * The spec in a file of JSON.
 * @throws {FileError} if it cannot be read or is no JSON. @throws {SpecError} if it is no spec.
 */
export async function readSpec(path: string): Promise<ModelSpec> {
  const text = new TextDecoder().decode(await readBytes(path))
  try {
    return parseSpec(JSON.parse(text))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new FileError({ where: path, problem: `it is not JSON: ${cause.message}`, cause })
  }
}

/**
 * Checks that a spec takes the features of a table.
 * @throws {OptionError} naming the features.
 */
export function requireFeatures(spec: ModelSpec, features: readonly string[], where: string): void {
  const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)
  const expected = spec.kind === 'sequential' ? size(spec.inputShape) : undefined
  if (expected === features.length) return
  throw new OptionError({
    where,
    problem:
      expected === undefined
        ? 'a table feeds networks of the kind sequential'
        : 'the network takes another number of features than the data give',
    expected: `inputShape: [${features.length}]`,
    ...(spec.kind === 'sequential' && { received: `[${spec.inputShape.join(', ')}]` }),
    hint: `The features are ${features.join(', ')}.`,
  })
}
