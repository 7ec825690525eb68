import { exponential } from './exponential.js'
import { logarithm } from './logarithm.js'
import { wholePower } from './whole-power.js'

/**
 * `base`, at least 0, to any power, within 1e-14 relative where the result is between 1e-30 and
 * 1e30. Whole powers are products, the others e^(exponent · ln base): `Math.pow` may differ between
 * machines.
 */
export function power(base: number, exponent: number): number {
  if (Number.isInteger(exponent)) {
    const positive = wholePower(base, Math.abs(exponent))
    return exponent < 0 ? 1 / positive : positive
  }
  return base === 0 ? 0 : exponential(exponent * logarithm(base))
}
