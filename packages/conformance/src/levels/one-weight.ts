import { dense, type InitializerChoice } from '@parallax-ml/core'
import type { CaseContext } from '../case.js'
import { boundFor } from './vectors.js'

const constant = (value: number): InitializerChoice => ({ name: 'constant', value })

/** A layer that multiplies by one weight. */
export const times = (
  value: number,
  more: Partial<Parameters<typeof dense>[0]> = {},
): ReturnType<typeof dense> =>
  dense({ units: 1, useBias: false, kernelInitializer: constant(value), ...more })

export const bound = ({ precision }: CaseContext) => boundFor(precision, 1e-6, 1e-12)
export const ones = (rows: number): number[][] => Array.from({ length: rows }, () => [1])
export const zeros = (rows: number): number[][] => Array.from({ length: rows }, () => [0])
