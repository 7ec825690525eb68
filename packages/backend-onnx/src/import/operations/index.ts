import { classicImports } from './classic.js'
import { elementwiseImports } from './elementwise.js'
import { normalizationImports } from './normalizations.js'
import { productImports } from './products.js'
import { reductionImports } from './reductions.js'
import { resizeImports } from './resize.js'
import type { ImportRule } from './rule.js'
import { shapeImports } from './shapes.js'
import { windowImports } from './windows.js'

const rules: Readonly<Record<string, ImportRule>> = {
  ...elementwiseImports,
  ...shapeImports,
  ...reductionImports,
  ...productImports,
  ...windowImports,
  ...normalizationImports,
  ...resizeImports,
  ...classicImports,
}

/** The operations that files may use, those of other domains with the domain before the name. */
export const knownOperations: readonly string[] = [...Object.keys(rules), 'Constant']

export const isKnownOperation = (operation: string): boolean => Object.hasOwn(rules, operation)

/** The rule of an operation that is known. */
export const ruleFor = (operation: string): ImportRule => rules[operation]!
