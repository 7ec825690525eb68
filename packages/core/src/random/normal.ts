import { logarithm } from '../math/logarithm.js'

const polynomial = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)

/* biome-ignore-start lint/correctness/noPrecisionLoss: the published digits */
/** The rational function of r = 0.425² − q² that gives the inverse over q, for |q| ≤ 0.425. */
export const centre = {
  above: [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  below: [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
  ],
}
/** That of √(−log p) − 1.6 that gives minus the inverse, for p < 0.075. */
export const tail = {
  above: [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833,
    7.7454501427834140764e-4,
  ],
  below: [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455,
    0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4,
    1.05075007164441684324e-9,
  ],
}
/* biome-ignore-end lint/correctness/noPrecisionLoss: the published digits */

/**
 * Inverse of the standard normal distribution function for `p` between 1e-11 and 1 − 1e-11, within
 * 1e-15 relative (M. Wichura, Algorithm AS 241, 1988, without its far tails). Made of operations
 * that IEEE 754 defines to the bit, so that all machines agree.
 */
export function inverseNormal(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (q * polynomial(r, centre.above)) / polynomial(r, centre.below)
  }
  const r = Math.sqrt(-logarithm(Math.min(p, 1 - p))) - 1.6
  return (Math.sign(q) * polynomial(r, tail.above)) / polynomial(r, tail.below)
}
