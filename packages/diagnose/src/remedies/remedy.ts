import type { Recipe, Subject } from '../subject.js'

/** A change that may help, tried by training with it. */
export interface Remedy {
  readonly name: string
  /** What is changed, as the start of a sentence. */
  readonly title: string
  /** What is compared before and after: higher scores, or lower losses. */
  readonly judgedBy: 'score' | 'loss'
  /** What of the recipe becomes what; undefined where the remedy does not apply. */
  change(subject: Subject): Partial<Recipe> | undefined
}
