/**
 * The point that Student's t with a whole number of degrees of freedom exceeds in absolute value
 * with probability 1 − confidence: bisection of {@link centralProbability}.
 */
export function studentPoint(freedom: number, confidence: number): number {
  let low = 0
  let high = Math.PI / 2
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (centralProbability(middle, freedom) < confidence) low = middle
    else high = middle
  }
  return Math.sqrt(freedom) * Math.tan(low)
}

/**
 * Probability that |t| < √freedom · tan(angle): the finite series of Abramowitz and Stegun (1964),
 * 26.7.3 for odd and 26.7.4 for even degrees of freedom.
 */
function centralProbability(angle: number, freedom: number): number {
  const isOdd = freedom % 2 === 1
  const cosine = Math.cos(angle)
  let term = isOdd ? cosine : 1
  let sum = 0
  for (let power = isOdd ? 1 : 0; power <= freedom - 2; power += 2) {
    sum += term
    term *= ((power + 1) / (power + 2)) * cosine ** 2
  }
  const series = Math.sin(angle) * sum
  return isOdd ? (2 / Math.PI) * (angle + series) : series
}
