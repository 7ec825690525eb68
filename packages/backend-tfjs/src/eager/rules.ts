import { elementwiseRules } from './elementwise.js'
import type { EagerRules } from './rule.js'
import { structureRules } from './structure.js'
import { windowRules } from './windows.js'

/** The operations through TensorFlow.js, whatever its engine. */
export const rules: EagerRules = { ...elementwiseRules, ...structureRules, ...windowRules }

/** Whether an operation can be computed. */
export const isKnown = (op: string): boolean => op === 'input' || op === 'constant' || op in rules
