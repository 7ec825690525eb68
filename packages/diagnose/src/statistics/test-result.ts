/** What a test of significance gives. */
export interface TestResult {
  readonly statistic: number
  /** How often chance alone would give a statistic as extreme, 0 to 1. */
  readonly p: number
}
