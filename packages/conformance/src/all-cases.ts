import type { ConformanceCase } from './case.js'
import { atOnceCases } from './levels/at-once.js'
import { closedFormCases } from './levels/closed-forms.js'
import { earlyStoppingCases } from './levels/early-stopping.js'
import { engineEdgeCases } from './levels/engine-edges.js'
import { firstWeightCases } from './levels/first-weights.js'
import { gradientEdgeCases } from './levels/gradient-edges.js'
import { gradientCases } from './levels/gradients.js'
import { layerCases } from './levels/layers.js'
import { lifecycleCases } from './levels/lifecycle.js'
import { lossEdgeCases } from './levels/loss-edges.js'
import { lossCases } from './levels/losses.js'
import { metricCases } from './levels/metrics.js'
import { operationEdgeCases } from './levels/operation-edges.js'
import { operationCases } from './levels/operations.js'
import { optimizerCases } from './levels/optimizers.js'
import { poolingEdgeCases } from './levels/pooling-edges.js'
import { randomGraphCases } from './levels/random-graphs.js'
import { refusalCases } from './levels/refusal.js'
import { roundTripCases } from './levels/round-trips.js'
import { runCases } from './levels/runs.js'
import { sessionDataCases } from './levels/session-data.js'
import { sessionEdgeCases } from './levels/session-edges.js'
import { sessionMemoryCases } from './levels/session-memory.js'
import { sessionCases } from './levels/sessions.js'
import { simplificationCases } from './levels/simplification.js'
import { trainingCases } from './levels/training.js'
import { trainingGradientCases } from './levels/training-gradients.js'
import { trainingOutcomeCases } from './levels/training-outcomes.js'
import { trainingSeedCases } from './levels/training-seeds.js'
import { weightCases } from './levels/weights.js'
/** The whole suite, level by level. */
export const allCases = (): ConformanceCase[] => [
  ...roundTripCases(),
  ...operationCases(),
  ...operationEdgeCases(),
  ...poolingEdgeCases(),
  ...engineEdgeCases(),
  ...simplificationCases(),
  ...gradientCases(),
  ...gradientEdgeCases(),
  ...optimizerCases(),
  ...layerCases(),
  ...firstWeightCases(),
  ...lossCases(),
  ...metricCases(),
  ...weightCases(),
  ...lossEdgeCases(),
  ...closedFormCases(),
  ...trainingCases(),
  ...trainingGradientCases(),
  ...trainingSeedCases(),
  ...earlyStoppingCases(),
  ...trainingOutcomeCases(),
  ...runCases(),
  ...randomGraphCases(),
  ...sessionCases(),
  ...sessionMemoryCases(),
  ...sessionDataCases(),
  ...lifecycleCases(),
  ...sessionEdgeCases(),
  ...atOnceCases(),
  ...refusalCases(),
]
