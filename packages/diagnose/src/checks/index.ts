import { backendMismatch } from './backend-mismatch.js'
import type { Check } from './check.js'
import { classImbalance } from './class-imbalance.js'
import { conflictingLabels } from './conflicting-labels.js'
import { coverage } from './coverage.js'
import { deadUnits } from './dead-units.js'
import { divergence } from './divergence.js'
import { duplicates } from './duplicates.js'
import { fragility } from './fragility.js'
import { initialLoss } from './initial-loss.js'
import { labelNoise } from './label-noise.js'
import { memorizesNoise } from './memorizes-noise.js'
import { moreData } from './more-data.js'
import { oneBatch } from './one-batch.js'
import { oneFeature } from './one-feature.js'
import { overconfidence } from './overconfidence.js'
import { overfitting } from './overfitting.js'
import { redundancy } from './redundancy.js'
import { seedLottery } from './seed-lottery.js'
import { shift } from './shift.js'
import { simpleEnough } from './simple-enough.js'
import { stuckAtChance } from './stuck-at-chance.js'
import { targetLeak } from './target-leak.js'
import { tooBig } from './too-big.js'
import { underfitting } from './underfitting.js'
import { untrustworthyExplanation } from './untrustworthy-explanation.js'
import { weakSlices } from './weak-slices.js'

/** Every check, in the order in which a trained eye would look. A new one takes a file and a line here. */
export const checks: readonly Check[] = [
  initialLoss,
  oneBatch,
  divergence,
  stuckAtChance,
  deadUnits,
  underfitting,
  overfitting,
  memorizesNoise,
  fragility,
  seedLottery,
  simpleEnough,
  tooBig,
  backendMismatch,
  duplicates,
  conflictingLabels,
  labelNoise,
  targetLeak,
  classImbalance,
  shift,
  coverage,
  redundancy,
  moreData,
  overconfidence,
  weakSlices,
  oneFeature,
  untrustworthyExplanation,
]
