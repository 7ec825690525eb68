import { OptionError } from '@parallax-ml/core'
import { cholesky, type Factored } from '../cholesky.js'
import type { Matrix } from '../matrix.js'
import type { WeighedCoalitions } from './sampling.js'

/** Values and standard errors of one row, `[players, outputs]`. */
export interface Fitted {
  readonly values: Float64Array
  /** From the pairs drawn; 0 if none were. */
  readonly standardErrors: Float64Array
}

/**
 * Makes the solver of: minimise Σ w_m (v(m) − v(0) − Σ m_i φ_i)² subject to Σ φ = v(all) − v(0), by
 * eliminating the last φ. The matrix is that of the coalitions alone, and is factored once.
 * @throws {OptionError} if the coalitions do not determine all φ.
 */
export function constrainedLeastSquares(weighed: WeighedCoalitions) {
  const { coalitions, weights } = weighed
  const { count, players, members } = coalitions
  const free = players - 1
  const design = new Float64Array(count * free)
  for (let m = 0; m < count; m++) {
    const last = members[m * players + free]!
    for (let i = 0; i < free; i++) design[m * free + i] = members[m * players + i]! - last
  }
  const factored = factor(design, weights, free)
  const pulls = weighed.draws.map((pair) =>
    pair.map((m) => factored.solve(design.subarray(m * free, (m + 1) * free))),
  )
  return (answers: Matrix, base: Float64Array, prediction: Float64Array): Fitted => {
    const outputs = base.length
    const values = new Float64Array(players * outputs)
    const standardErrors = new Float64Array(players * outputs)
    for (let o = 0; o < outputs; o++) {
      const total = prediction[o]! - base[o]!
      const target = Float64Array.from({ length: count }, (_, m) => {
        const gain = answers.values[m * outputs + o]! - base[o]!
        return gain - members[m * players + free]! * total
      })
      const solved = factored.solve(rightSide(design, weights, target, free))
      const residuals = target.map((y, m) => {
        for (let i = 0; i < free; i++) y -= design[m * free + i]! * solved[i]!
        return y
      })
      const sum = solved.reduce((all, x) => all + x, 0)
      const errors = errorsOf(weighed, pulls, residuals)
      for (let i = 0; i < players; i++) {
        values[i * outputs + o] = i < free ? solved[i]! : total - sum
        standardErrors[i * outputs + o] = errors[i]!
      }
    }
    return { values, standardErrors }
  }
}

function factor(design: Float64Array, weights: Float64Array, free: number): Factored {
  const matrix = new Float64Array(free * free)
  weights.forEach((weight, m) => {
    const x = design.subarray(m * free, (m + 1) * free)
    for (let i = 0; i < free; i++) {
      const wx = weight * x[i]!
      if (wx !== 0) for (let j = 0; j < free; j++) matrix[i * free + j]! += wx * x[j]!
    }
  })
  const factored = cholesky(matrix, free)
  if (factored !== undefined) return factored
  throw new OptionError({
    where: 'kernelShap options',
    problem: 'these coalitions do not determine the value of every feature',
    received: `${weights.length} coalitions of ${free + 1} features`,
    hint: 'Ask for more samples, or let features count as one with the option groups.',
  })
}

function rightSide(
  design: Float64Array,
  weights: Float64Array,
  target: Float64Array,
  free: number,
): Float64Array {
  const b = new Float64Array(free)
  weights.forEach((weight, m) => {
    for (let i = 0; i < free; i++) b[i]! += weight * target[m]! * design[m * free + i]!
  })
  return b
}

/**
 * How far the values would differ with other draws, to first order: the spread of how much each draw
 * pulls them, which is its residuals by A⁻¹x of its coalitions.
 */
function errorsOf(
  { coalitions: { players }, draws, weightOfDraw }: WeighedCoalitions,
  pulls: readonly (readonly Float64Array[])[],
  residuals: Float64Array,
): Float64Array {
  const sums = new Float64Array(players)
  const squares = new Float64Array(players)
  draws.forEach((pair, d) => {
    const moves = new Float64Array(players)
    pair.forEach((m, side) => {
      const strength = weightOfDraw * residuals[m]!
      pulls[d]![side]!.forEach((pull, i) => {
        moves[i]! += strength * pull
        moves[players - 1]! -= strength * pull
      })
    })
    moves.forEach((move, i) => {
      sums[i]! += move
      squares[i]! += move * move
    })
  })
  const n = draws.length
  return squares.map((square, i) =>
    n > 1 ? Math.sqrt(Math.max(0, ((square - sums[i]! ** 2 / n) * n) / (n - 1))) : 0,
  )
}
