import { backendMismatch } from './backend-mismatch.js'
import type { Check } from './check.js'
import { deadUnits } from './dead-units.js'
import { divergence } from './divergence.js'
import { fragility } from './fragility.js'
import { initialLoss } from './initial-loss.js'
import { memorizesNoise } from './memorizes-noise.js'
import { oneBatch } from './one-batch.js'
import { overfitting } from './overfitting.js'
import { seedLottery } from './seed-lottery.js'
import { simpleEnough } from './simple-enough.js'
import { stuckAtChance } from './stuck-at-chance.js'
import { tooBig } from './too-big.js'
import { underfitting } from './underfitting.js'

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
]
