import type { Check } from './check.js'
import { initialLoss } from './initial-loss.js'
import { overfitting } from './overfitting.js'
import { stuckAtChance } from './stuck-at-chance.js'

/** Every check, in the order in which a trained eye would look. A new one takes a file and a line here. */
export const checks: readonly Check[] = [initialLoss, stuckAtChance, overfitting]
