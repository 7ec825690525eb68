/** A function to be minimised: its value and its gradient at a point. */
export type Objective = (point: Float64Array) => { value: number; gradient: Float64Array }

const memory = 10
const mostIterations = 1000

/**
 * The minimum of a smooth convex function by L-BFGS (Nocedal and Wright, Numerical Optimization,
 * algorithms 7.4 and 7.5) with backtracking, from 0, until no slope is steeper than `tolerance`.
 */
export function minimize(objective: Objective, size: number, tolerance: number): Float64Array {
  let point = new Float64Array(size)
  let { value, gradient } = objective(point)
  const pairs: { step: Float64Array; change: Float64Array }[] = []
  for (let i = 0; i < mostIterations && gradient.some((g) => Math.abs(g) > tolerance); i++) {
    const direction = descent(gradient, pairs)
    const slope = dot(gradient, direction)
    // The first step has no curvature to go by.
    let length = i === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1
    let next = point
    let reached = { value, gradient }
    for (; length > 1e-12; length /= 2) {
      next = point.map((p, j) => p + length * direction[j]!)
      reached = objective(next)
      if (reached.value <= value + 1e-4 * length * slope) break
    }
    const step = next.map((p, j) => p - point[j]!)
    const change = reached.gradient.map((g, j) => g - gradient[j]!)
    if (dot(step, change) <= 0) break
    pairs.push({ step, change })
    if (pairs.length > memory) pairs.shift()
    point = next
    value = reached.value
    gradient = reached.gradient
  }
  return point
}

/** The gradient times the inverse curvature that the pairs show, downhill. */
function descent(
  gradient: Float64Array,
  pairs: readonly { step: Float64Array; change: Float64Array }[],
): Float64Array {
  const direction = gradient.map((g) => -g)
  const shares: number[] = []
  for (const { step, change } of pairs.toReversed()) {
    const share = dot(step, direction) / dot(step, change)
    shares.unshift(share)
    for (let i = 0; i < direction.length; i++) direction[i]! -= share * change[i]!
  }
  const last = pairs.at(-1)
  const scale = last === undefined ? 1 : dot(last.step, last.change) / dot(last.change, last.change)
  for (let i = 0; i < direction.length; i++) direction[i]! *= scale
  for (const [k, { step, change }] of pairs.entries()) {
    const share = shares[k]! - dot(change, direction) / dot(step, change)
    for (let i = 0; i < direction.length; i++) direction[i]! += share * step[i]!
  }
  return direction
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
