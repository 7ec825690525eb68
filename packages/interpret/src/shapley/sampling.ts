import { OptionError, permutation, randomKey, uniforms } from '@parallax-ml/core'
import { type Coalitions, distinct, everyCoalition } from './coalitions.js'
import { choose } from './games.js'

/** Coalitions of a user's own, and how much each counts. */
export interface GivenCoalitions {
  /** `[coalitions, players]`: 1 for members, 0 for absent players. */
  readonly members: readonly (readonly (0 | 1)[])[]
  /** `[coalitions]`, above 0; only their ratios matter. */
  readonly weights: readonly number[]
}

/** What KernelSHAP fits to. */
export interface WeighedCoalitions {
  readonly coalitions: Coalitions
  readonly weights: Float64Array
  /** The pairs that were drawn, as places among the coalitions, and the weight that each draw adds. */
  readonly draws: readonly (readonly [number, number])[]
  readonly weightOfDraw: number
}

/** All coalitions if `samples` allow it, or the given ones, or small and large ones and a sample. */
export function weighedCoalitions(
  players: number,
  samples: number,
  seed: number,
  given?: GivenCoalitions,
): WeighedCoalitions {
  if (given !== undefined) return fromGiven(given, players)
  if (2 ** players - 2 > samples) return sampled(players, samples, seed)
  const coalitions = everyCoalition(players)
  const weights = Float64Array.from({ length: coalitions.count }, (_, c) => {
    const size = coalitions.members
      .subarray(c * players, (c + 1) * players)
      .reduce((sum, member) => sum + member, 0)
    return kernelOfSize(players, size) / choose(players, size)
  })
  return { coalitions, weights, draws: [], weightOfDraw: 0 }
}

/** The Shapley kernel of all coalitions of a size together, (n − 1) / (s (n − s)). */
const kernelOfSize = (players: number, size: number): number =>
  (players - 1) / (size * (players - size))

function fromGiven({ members, weights }: GivenCoalitions, players: number): WeighedCoalitions {
  const bad = members.findIndex((row) => row.length !== players || new Set(row).size === 1)
  if (bad >= 0 || weights.length !== members.length) {
    throw new OptionError({
      where: bad < 0 ? 'option coalitions.weights' : `option coalitions.members[${bad}]`,
      problem:
        bad < 0 ? 'there is not one for each coalition' : 'it is no coalition of some features',
      expected: bad < 0 ? `${members.length} numbers` : `${players} of 0 or 1, not all the same`,
    })
  }
  const list = members.map((row) => Uint8Array.from(row))
  const { coalitions, index } = distinct(list, players)
  const summed = new Float64Array(coalitions.count)
  for (const [i, place] of index.entries()) summed[place]! += weights[i]!
  return { coalitions, weights: summed, draws: [], weightOfDraw: 0 }
}

/** Sizes from the outside in, in full while they fit; the rest by draws of a coalition and its complement. */
function sampled(players: number, samples: number, seed: number): WeighedCoalitions {
  const sizes = Array.from({ length: Math.floor(players / 2) }, (_, i) => {
    const size = i + 1
    const isMiddle = 2 * size === players
    const weight = kernelOfSize(players, size) * (isMiddle ? 1 : 2)
    return { size, count: choose(players, size) * (isMiddle ? 1 : 2), weight }
  })
  const list: Uint8Array[] = []
  const weights: number[] = []
  while (sizes.length > 1) {
    const [{ size, count, weight }] = sizes as [(typeof sizes)[number]]
    const share = weight / sizes.reduce((sum, each) => sum + each.weight, 0)
    if (count > (samples - list.length) * share) break
    for (const members of subsets(players, size)) {
      const both = 2 * size === players ? [members] : [members, complement(members)]
      list.push(...both)
      weights.push(...both.map(() => weight / count))
    }
    sizes.shift()
  }
  const left = sizes.reduce((sum, each) => sum + each.weight, 0)
  const full = list.length
  const drawn = drawPairs(players, sizes, samples - full, seed)
  const { coalitions, index } = distinct([...list, ...drawn.flat()], players)
  const weightOfDraw = left / (2 * drawn.length)
  const all = new Float64Array(coalitions.count)
  for (const [i, place] of index.entries()) all[place]! += weights[i] ?? weightOfDraw
  const draws = drawn.map((_, d) => [index[full + 2 * d]!, index[full + 2 * d + 1]!] as const)
  return { coalitions, weights: all, draws, weightOfDraw }
}

/** Draws until there are so many different coalitions, or four times as many were drawn. */
function drawPairs(
  players: number,
  sizes: readonly { size: number; weight: number }[],
  wanted: number,
  seed: number,
): [Uint8Array, Uint8Array][] {
  let total = 0
  const ends = sizes.map(({ weight }) => {
    total += weight
    return total
  })
  const seen = new Set<string>()
  const pairs: [Uint8Array, Uint8Array][] = []
  for (let draw = 0; seen.size + 2 <= Math.max(2, wanted) && draw < 4 * wanted; draw++) {
    const point = uniforms(randomKey(seed, 'kernelShap size', draw), 1)[0]! * total
    const size = sizes[ends.findIndex((end) => point < end)]?.size ?? sizes.at(-1)!.size
    const order = permutation(randomKey(seed, 'kernelShap members', draw), players)
    const members = new Uint8Array(players)
    for (const player of order.subarray(0, size)) members[player] = 1
    const other = complement(members)
    pairs.push([members, other])
    seen.add(members.join('')).add(other.join(''))
  }
  return pairs
}

const complement = (members: Uint8Array): Uint8Array => members.map((member) => 1 - member)

/** All ways to choose `size` of the players. */
function* subsets(players: number, size: number, from = 0): Generator<Uint8Array> {
  if (size === 0) yield new Uint8Array(players)
  for (let first = from; size > 0 && first <= players - size; first++) {
    for (const members of subsets(players, size - 1, first + 1)) {
      members[first] = 1
      yield members
    }
  }
}
