import type { BackendV1 } from '@parallax-ml/core'
import type { Task } from '../tasks/task.js'
import { largestOfScale, relativeDistance } from './differences.js'
import { arbiter, type Evidence, evidenceOf, givenWeights, type Party } from './evidence.js'
import { explanationFigure, rowsBeyond } from './explanations.js'
import { type Figure, figureOf } from './figure.js'
import { type Jumps, jumpsOf } from './kinks.js'
import { type Measure, measures } from './measures.js'

/** How far two backends differ on a task. */
export interface Agreement {
  readonly task: string
  readonly seed: number
  /** Names of backends; `float64` is core's interpreter in that precision. */
  readonly pair: readonly [string, string]
  /** Absent if one of the two cannot do the task. */
  readonly figures?: Readonly<Record<Measure, Figure>>
  /** Why one cannot. */
  readonly refused?: string
}

type Difference = (found: Evidence, right: Evidence) => number

/** Which difference each measure is; that of explanations is worked out row by row. */
const differences: Readonly<Record<Exclude<Measure, 'explanations'>, Difference>> = {
  outputs: (found, right) => largestOfScale(found.outputs, right.outputs),
  gradients: (found, right) =>
    Math.max(
      relativeDistance(found.weightGradients, right.weightGradients),
      ...found.inputGradients.map((column, c) =>
        relativeDistance(column, right.inputGradients[c]!),
      ),
    ),
  weights: (found, right) => relativeDistance(found.weights, right.weights),
}

/** What a party made of a task, or why it could not. */
interface Found {
  readonly name: string
  readonly found: Evidence | string
}

/** Every pair of the backends, in float32, and each beside float64, on a task from one seed. */
export async function agreementsOn(
  task: Task,
  backends: readonly BackendV1[],
  seed: number,
): Promise<Agreement[]> {
  const given = await givenWeights(task, seed)
  const parties: Party[] = [
    arbiter,
    ...backends.map((backend) => ({ name: backend.name, backend, precision: 'float32' as const })),
  ]
  const evidence: Found[] = []
  for (const party of parties) {
    evidence.push({ name: party.name, found: await evidenceOf(task, party, given, seed) })
  }
  const pairs = (jumps: Jumps): Agreement[] =>
    evidence.flatMap((right, i) =>
      evidence.slice(i + 1).map((left): Agreement => {
        const place = { task: task.name, seed, pair: [left.name, right.name] as const }
        const refusing = [left, right].find(({ found }) => typeof found === 'string')
        if (refusing !== undefined) {
          return { ...place, refused: `${refusing.name}: ${refusing.found}` }
        }
        const [found, expected] = [left.found, right.found] as [Evidence, Evidence]
        return { ...place, figures: figuresOf(task, found, expected, jumps) }
      }),
    )
  // Only a row that is beyond the bound is worth the time.
  const beyond = beyondExplained(evidence, measures.explanations.bound(task.spec))
  return pairs(beyond.length > 0 ? await jumpsOf(task, given.trained, seed, beyond) : [])
}

/** Places of explained rows in which any two differ by more than the bound. */
function beyondExplained(evidence: readonly Found[], bound: number): number[] {
  const all = evidence.flatMap(({ found }) =>
    typeof found === 'string' ? [] : [found.explanations],
  )
  return [
    ...new Set(
      all.flatMap((right, i) =>
        all.slice(i + 1).flatMap((found) => rowsBeyond(found, right, bound)),
      ),
    ),
  ]
}

function figuresOf(
  { spec }: Task,
  found: Evidence,
  right: Evidence,
  jumps: Jumps,
): Record<Measure, Figure> {
  const bound = (measure: Measure): number => measures[measure].bound(spec)
  const figure = (measure: keyof typeof differences): Figure =>
    figureOf(differences[measure](found, right), bound(measure))
  return {
    outputs: figure('outputs'),
    gradients: figure('gradients'),
    weights: figure('weights'),
    explanations: explanationFigure(
      found.explanations,
      right.explanations,
      bound('explanations'),
      jumps,
    ),
  }
}

/** Whether every figure is within its bound. */
export const isAgreed = (agreements: readonly Pick<Agreement, 'figures'>[]): boolean =>
  agreements.every(({ figures }) => Object.values(figures ?? {}).every(({ holds }) => holds))
