/* biome-ignore-start lint/correctness/noPrecisionLoss: the published digits */
const coefficients = [
  57.1562356658629235, -59.5979603554754912, 14.1360979747417471, -0.491913816097620199,
  0.339946499848118887e-4, 0.465236289270485756e-4, -0.983744753048795646e-4,
  0.158088703224912494e-3, -0.210264441724104883e-3, 0.217439618115212643e-3,
  -0.16431810653676389e-3, 0.844182239838527433e-4, -0.26190838401581408e-4,
  0.368991826595316234e-5,
]
/* biome-ignore-end lint/correctness/noPrecisionLoss: the published digits */

/**
 * ln Γ(x) for x > 0, within 1e-14 (relative above 1): Lanczos' approximation (1964) with g = 607 / 128
 * and Godfrey's coefficients.
 */
export function logGamma(x: number): number {
  const shifted = x + 607 / 128 + 0.5
  const series = coefficients.reduce(
    (sum, coefficient, i) => sum + coefficient / (x + i + 1),
    0.9999999999999971,
  )
  return (x + 0.5) * Math.log(shifted) - shifted + Math.log((Math.sqrt(2 * Math.PI) * series) / x)
}
