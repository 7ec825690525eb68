import type { Tensor } from '../backend/tensor.js'
import { FileError } from '../errors/parallax-error.js'
import { sameShape, showShape } from '../graph/shape.js'
import type { Shape } from '../graph/types.js'
import { architectureOf } from '../model/architecture.js'
import type { ModelSpec } from '../spec/model-spec.js'
import { parseSpec } from '../spec/parse-spec.js'
import { isWeight } from '../training/named-state.js'
import { readUnbroken } from './sealed-file.js'

/** What a file of weights has for a model, and what does not match. */
export interface MatchedWeights {
  /** The weights that match by name and shape, for `createModel` and for `fit`'s `initialWeights`. */
  readonly weights: Readonly<Record<string, Tensor>>
  /** Weights of the model that the file lacks. */
  readonly missing: readonly string[]
  /** Names in the file that the model does not have. */
  readonly unexpected: readonly string[]
  /** Weights of both whose shapes differ. */
  readonly mismatched: readonly {
    readonly path: string
    readonly expected: Shape
    readonly received: Shape
  }[]
  /** All of that in words. */
  readonly report: string
}

/** Options of {@link matchWeights}. */
export interface MatchWeightsOptions {
  /** Whether it is right that some weights do not match. Default false: then that is an error. */
  readonly partly?: boolean
  /** The model's name for a name in the file, for example of another framework. Default: the same. */
  readonly rename?: (name: string) => string
}

/**
 * The weights of a safetensors file, a model file or another, that a model has too, by name: to go
 * on from an older model with a new head, say. Of a checkpoint, what the optimiser keeps is left out.
 *
 * @throws {FileError} if the bytes are damaged, or if something does not match and `partly` is not set.
 *
 * @example
 * const { weights, report } = matchWeights(spec, bytes, { partly: true })
 * const run = await fit(spec, data, { ...options, initialWeights: weights })
 */
export function matchWeights(
  spec: ModelSpec,
  bytes: Uint8Array,
  { partly = false, rename = (name) => name }: MatchWeightsOptions = {},
): MatchedWeights {
  const { entries } = architectureOf(parseSpec(spec)).layout
  const own = [...readUnbroken(bytes).tensors].filter(([name]) => isWeight(name))
  const found = new Map(own.map(([name, tensor]) => [rename(name), tensor]))
  const weights: Record<string, Tensor> = {}
  const missing: string[] = []
  const mismatched: MatchedWeights['mismatched'][number][] = []
  for (const { path, shape } of entries) {
    const tensor = found.get(path)
    if (tensor === undefined) missing.push(path)
    else if (sameShape(tensor.shape, shape)) weights[path] = tensor
    else mismatched.push({ path, expected: shape, received: tensor.shape })
  }
  const paths = new Set(entries.map(({ path }) => path))
  const unexpected = [...found.keys()].filter((name) => !paths.has(name))
  const match = { weights, missing, unexpected, mismatched }
  const report = describe(match, entries.length)
  if (!partly && missing.length + unexpected.length + mismatched.length > 0) {
    throw new FileError({
      where: 'file of weights',
      problem: `it does not match the model: ${report}`,
      hint: 'Pass partly: true to take what matches.',
    })
  }
  return { ...match, report }
}

function describe(
  { weights, missing, unexpected, mismatched }: Omit<MatchedWeights, 'report'>,
  count: number,
): string {
  const shapes = mismatched.map(
    ({ path, expected, received }) =>
      `${path} (${showShape(received)}, the model has ${showShape(expected)})`,
  )
  const lists = [
    ['missing', missing],
    ['of another shape', shapes],
    ['not in the model', unexpected],
  ] as const
  const parts = lists
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${what}: ${names.join(', ')}`)
  return [`${Object.keys(weights).length} of ${count} weights match`, ...parts].join('; ')
}
