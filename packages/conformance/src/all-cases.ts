import type { ConformanceCase } from './case.js'
import { gradientCases } from './levels/gradients.js'
import { lifecycleCases } from './levels/lifecycle.js'
import { operationCases } from './levels/operations.js'
import { randomGraphCases } from './levels/random-graphs.js'
import { refusalCases } from './levels/refusal.js'
import { roundTripCases } from './levels/round-trips.js'
import { sessionCases } from './levels/sessions.js'

/** The whole suite, level by level. */
export const allCases = (): ConformanceCase[] => [
  ...roundTripCases(),
  ...operationCases(),
  ...gradientCases(),
  ...randomGraphCases(),
  ...sessionCases(),
  ...lifecycleCases(),
  ...refusalCases(),
]
