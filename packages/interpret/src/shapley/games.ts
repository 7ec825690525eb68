import { type Matrix, zeros } from '../matrix.js'

/** A game: its value for every coalition, `[2^players, outputs]`; bit i of the row's number is player i. */
export type Game = Matrix

/** How many players a game has. */
const playersIn = (game: Game): number => Math.log2(game.rows)

/**
 * Shapley values, `[players, outputs]`: the mean of v(S ∪ i) − v(S) over all orders in which the
 * players may come (L. Shapley, A value for n-person games, 1953).
 */
export function shapleyValues(game: Game): Matrix {
  const players = playersIn(game)
  const weights = Array.from({ length: players }, (_, s) => 1 / (players * choose(players - 1, s)))
  return weightedGains(game, (size) => weights[size]!)
}

/**
 * Banzhaf values, `[players, outputs]`: the mean of v(S ∪ i) − v(S) over all coalitions S, each as
 * likely as any other. They do not sum to v(all) − v(none).
 */
export function banzhafValues(game: Game): Matrix {
  const weight = 1 / 2 ** (playersIn(game) - 1)
  return weightedGains(game, () => weight)
}

function weightedGains(game: Game, weightOf: (size: number) => number): Matrix {
  const { columns: outputs, values } = game
  const players = playersIn(game)
  const gains = zeros(players, outputs)
  for (let without = 0; without < game.rows; without++) {
    const weight = weightOf(bitsIn(without))
    for (let p = 0; p < players; p++) {
      if ((without >>> p) & 1) continue
      const joined = without | (1 << p)
      for (let o = 0; o < outputs; o++) {
        const gain = values[joined * outputs + o]! - values[without * outputs + o]!
        gains.values[p * outputs + o]! += weight * gain
      }
    }
  }
  return gains
}

/**
 * How much pairs of players gain by coming together, `[players, players, outputs]`, each pair's index
 * in equal halves on both sides of the diagonal.
 *
 * - `SII`: the Shapley interaction index (Grabisch and Roubens 1999). The diagonal is the Shapley value
 *   without its halves, as TreeSHAP has it, so that each row sums to the player's Shapley value.
 * - `STI`: the Shapley-Taylor index of order 2 (Dhamdhere, Agarwal and Sundararajan 2020). The
 *   diagonal is v(i) − v(none), and everything together sums to v(all) − v(none).
 */
export function pairInteractions(game: Game, index: 'SII' | 'STI'): Float64Array {
  const { columns: outputs, values } = game
  const players = playersIn(game)
  const found = new Float64Array(players * players * outputs)
  const weightOf =
    index === 'SII'
      ? (s: number) => 1 / ((players - 1) * choose(players - 2, s))
      : (s: number) => 2 / (players * choose(players - 1, s))
  const place = (i: number, j: number) => (i * players + j) * outputs
  for (let i = 0; i < players; i++) {
    for (let j = 0; j < i; j++) {
      const [first, second] = [1 << i, 1 << j]
      for (let without = 0; without < game.rows; without++) {
        if (without & (first | second)) continue
        const half = weightOf(bitsIn(without)) / 2
        for (let o = 0; o < outputs; o++) {
          const value = (coalition: number) => values[coalition * outputs + o]!
          const together = value(without | first | second) - value(without | first)
          const alone = value(without | second) - value(without)
          found[place(i, j) + o]! += half * (together - alone)
        }
      }
      for (let o = 0; o < outputs; o++) found[place(j, i) + o] = found[place(i, j) + o]!
    }
  }
  const shapley = shapleyValues(game).values
  for (let i = 0; i < players; i++) {
    for (let o = 0; o < outputs; o++) {
      let own = shapley[i * outputs + o]!
      if (index === 'STI') own = values[(1 << i) * outputs + o]! - values[o]!
      else for (let j = 0; j < players; j++) if (j !== i) own -= found[place(i, j) + o]!
      found[place(i, i) + o] = own
    }
  }
  return found
}

/** The number of ways to choose `k` of `n`. */
export function choose(n: number, k: number): number {
  let ways = 1
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1)
  return ways
}

function bitsIn(word: number): number {
  let bits = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) bits++
  return bits
}
