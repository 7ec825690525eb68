import { dot } from './dot.js'

/** A smooth convex function near a point. */
export interface Local {
  readonly value: number
  readonly gradient: Float64Array
  /** The Hessian times a vector. */
  product(vector: Float64Array): Float64Array
}

/** How a minimisation ended. */
export interface Convergence {
  /** Whether no slope is steeper than was asked for. */
  readonly converged: boolean
  readonly iterations: number
  /** The steepest slope at the end. */
  readonly gradient: number
}

/**
 * The minimum of a smooth convex function by Newton's method, from 0: steps by conjugate gradients
 * without the Hessian itself, with backtracking (Nocedal and Wright, Numerical Optimization, 2006,
 * algorithm 7.1).
 */
export function minimize(
  objective: (point: Float64Array) => Local,
  size: number,
  { tolerance, maxIterations }: { tolerance: number; maxIterations: number },
): { point: Float64Array; convergence: Convergence } {
  let point: Float64Array = new Float64Array(size)
  let local = objective(point)
  let iterations = 0
  while (steepest(local.gradient) > tolerance && iterations < maxIterations) {
    const direction = newtonDirection(local)
    const next = lineSearch(objective, point, local, direction)
    if (next === undefined) break
    point = next.point
    local = next.local
    iterations++
  }
  const gradient = steepest(local.gradient)
  return { point, convergence: { converged: gradient <= tolerance, iterations, gradient } }
}

/** Halves the step until it goes down, or, where rounding hides that, flattens the slope. */
function lineSearch(
  objective: (point: Float64Array) => Local,
  point: Float64Array,
  { value, gradient }: Local,
  direction: Float64Array,
): { point: Float64Array; local: Local } | undefined {
  const slope = dot(gradient, direction)
  const rounding = 1e-12 * Math.abs(value)
  for (let length = 1; length > 1e-10; length /= 2) {
    const next = point.map((p, i) => p + length * direction[i]!)
    const local = objective(next)
    const isFlatter = steepest(local.gradient) < steepest(gradient)
    if (local.value <= value + 1e-4 * length * slope) return { point: next, local }
    if (local.value <= value + rounding && isFlatter) return { point: next, local }
  }
  return undefined
}

/** Solves Hessian · direction = −gradient, the more exactly the nearer the minimum is. */
function newtonDirection({ gradient, product }: Local): Float64Array {
  const direction = new Float64Array(gradient.length)
  const residual = gradient.slice()
  const search = gradient.map((g) => -g)
  let square = dot(residual, residual)
  const enough = Math.min(0.25, Math.sqrt(square)) * square
  for (let i = 0; i < 2 * gradient.length && square > enough; i++) {
    const image = product(search)
    const curvature = dot(search, image)
    // Flat this way, to rounding: the first step is then straight down.
    if (curvature <= 1e-15 * dot(search, search)) return i === 0 ? search : direction
    const length = square / curvature
    for (let j = 0; j < direction.length; j++) {
      direction[j]! += length * search[j]!
      residual[j]! += length * image[j]!
    }
    const before = square
    square = dot(residual, residual)
    for (let j = 0; j < search.length; j++)
      search[j] = (square / before) * search[j]! - residual[j]!
  }
  return direction
}

const steepest = (gradient: Float64Array): number =>
  gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0)
