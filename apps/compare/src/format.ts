import type { Proportion } from '@parallax-ml/core'
import type { Estimate } from './statistics.js'

/** Accuracies and shares. */
export const showShare = (value: number): string => value.toFixed(3).replace('-', '−')

/** Losses, whose size varies; a margin takes the notation of the mean that it belongs to. */
export const showLoss = (value: number, mean = value): string =>
  mean !== 0 && Math.abs(mean) < 0.001 ? value.toExponential(1) : value.toFixed(4)

/** A mean, and its interval where there is one. */
export const showEstimate = (
  { mean, margin }: Estimate,
  show: (value: number, mean?: number) => string = showShare,
): string => (margin === undefined ? show(mean) : `${show(mean)} ± ${show(margin, mean)}`)

/** Successes and trials, and the interval of the share. */
export const showProportion = ({ successes, trials, low, high }: Proportion): string =>
  `${successes}/${trials} (${low.toFixed(2)}–${high.toFixed(2)})`

/** A duration in the unit that suits it. */
export const showDuration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(2)} s`

/** Counts and speeds, to the nearest whole, with commas. */
export const showCount = (value: number): string => Math.round(value).toLocaleString('en-US')

/** A difference with its sign. */
export const showDifference = (value: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`

/** A size of memory. */
export const showMemory = (bytes: number): string => `${showCount(bytes / 2 ** 20)} MiB`

/** How long something will still take, for people who wait. */
export function showTimeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`
}
