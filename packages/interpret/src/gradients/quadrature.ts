/** How an integral from 0 to 1 is worked out from values at points. */
export type QuadratureRule = 'left' | 'right' | 'middle' | 'trapezoid' | 'gaussLegendre'

/** The rules by their names. */
export const quadratureRules = ['left', 'right', 'middle', 'trapezoid', 'gaussLegendre'] as const

/** Points from 0 to 1, and weights whose sum is 1. */
export interface Quadrature {
  readonly points: readonly number[]
  readonly weights: readonly number[]
}

/**
 * The points of a rule in `steps` steps: the left ends, right ends or middles of equal parts; all their
 * ends, with half the weight on the first and last; or the roots of Legendre's polynomial of that degree.
 */
export function quadrature(rule: QuadratureRule, steps: number): Quadrature {
  if (rule === 'gaussLegendre') return gaussLegendre(steps)
  const parts = Array.from({ length: steps }, (_, i) => i)
  const equal = parts.map(() => 1 / steps)
  if (rule === 'trapezoid') {
    return {
      points: [...parts.map((i) => i / steps), 1],
      weights: [0.5 / steps, ...equal.slice(1), 0.5 / steps],
    }
  }
  const shift = { left: 0, right: 1, middle: 0.5 }[rule]
  return { points: parts.map((i) => (i + shift) / steps), weights: equal }
}

/** Newton's method from Tricomi's first guess of every root. */
function gaussLegendre(degree: number): Quadrature {
  const nodes = Array.from({ length: degree }, (_, i) => {
    let root = Math.cos((Math.PI * (i + 0.75)) / (degree + 0.5))
    let slope = 0
    for (let change = 1; Math.abs(change) > 1e-15; ) {
      const { value, derivative } = legendre(degree, root)
      change = value / derivative
      slope = derivative
      root -= change
    }
    return { point: (1 - root) / 2, weight: 1 / ((1 - root * root) * slope * slope) }
  })
  return { points: nodes.map(({ point }) => point), weights: nodes.map(({ weight }) => weight) }
}

/** Legendre's polynomial and its derivative, by the recurrence of three terms. */
function legendre(degree: number, x: number): { value: number; derivative: number } {
  let [before, value] = [1, x]
  for (let n = 2; n <= degree; n++) {
    const next = ((2 * n - 1) * x * value - (n - 1) * before) / n
    before = value
    value = next
  }
  return { value, derivative: (degree * (x * value - before)) / (x * x - 1) }
}
