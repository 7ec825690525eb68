import type { ConformanceCase } from './case.js'
import { gradientCases } from './levels/gradients.js'
import { layerCases } from './levels/layers.js'
import { lifecycleCases } from './levels/lifecycle.js'
import { lossCases } from './levels/losses.js'
import { metricCases } from './levels/metrics.js'
import { operationCases } from './levels/operations.js'
import { optimizerCases } from './levels/optimizers.js'
import { randomGraphCases } from './levels/random-graphs.js'
import { refusalCases } from './levels/refusal.js'
import { roundTripCases } from './levels/round-trips.js'
import { sessionMemoryCases } from './levels/session-memory.js'
import { sessionCases } from './levels/sessions.js'
import { trainingCases } from './levels/training.js'
import { weightCases } from './levels/weights.js'

/** The whole suite, level by level. */
export const allCases = (): ConformanceCase[] => [
  ...roundTripCases(),
  ...operationCases(),
  ...gradientCases(),
  ...optimizerCases(),
  ...layerCases(),
  ...lossCases(),
  ...metricCases(),
  ...weightCases(),
  ...trainingCases(),
  ...randomGraphCases(),
  ...sessionCases(),
  ...sessionMemoryCases(),
  ...lifecycleCases(),
  ...refusalCases(),
]
