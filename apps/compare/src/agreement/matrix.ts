import type { BackendV1 } from '@parallax-ml/core'
import type { Task } from '../tasks/task.js'
import { largestOfScale, relativeDistance } from './differences.js'
import { arbiter, type Evidence, evidenceOf, givenWeights, type Party } from './evidence.js'
import { type Measure, measures } from './measures.js'

/** A figure and what it may be. */
export interface Figure {
  readonly worst: number
  readonly bound: number
  readonly holds: boolean
}

/** How far two backends differ on a task. */
export interface Agreement {
  readonly task: string
  /** Names of backends; `float64` is core's interpreter in that precision. */
  readonly pair: readonly [string, string]
  /** Absent if one of the two cannot do the task. */
  readonly figures?: Readonly<Record<Measure, Figure>>
  /** Why one cannot. */
  readonly refused?: string
}

/** Which difference each measure is. */
const differences: Readonly<Record<Measure, (found: Evidence, right: Evidence) => number>> = {
  outputs: (found, right) => largestOfScale(found.outputs, right.outputs),
  gradients: (found, right) =>
    Math.max(
      relativeDistance(found.weightGradients, right.weightGradients),
      ...found.inputGradients.map((column, c) =>
        relativeDistance(column, right.inputGradients[c]!),
      ),
    ),
  weights: (found, right) => relativeDistance(found.weights, right.weights),
  explanations: (found, right) => largestOfScale(found.explanations, right.explanations),
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
  const evidence: { readonly name: string; readonly found: Evidence | string }[] = []
  for (const party of parties) {
    evidence.push({ name: party.name, found: await evidenceOf(task, party, given, seed) })
  }
  return evidence.flatMap((right, i) =>
    evidence.slice(i + 1).map(({ name, found }): Agreement => {
      const place = { task: task.name, pair: [name, right.name] as const }
      if (typeof found === 'string') return { ...place, refused: `${name}: ${found}` }
      if (typeof right.found === 'string') {
        return { ...place, refused: `${right.name}: ${right.found}` }
      }
      return { ...place, figures: figuresOf(task, found, right.found) }
    }),
  )
}

function figuresOf({ spec }: Task, found: Evidence, right: Evidence): Record<Measure, Figure> {
  const figure = (measure: Measure): Figure => {
    const worst = differences[measure](found, right)
    const bound = measures[measure].bound(spec)
    return { worst, bound, holds: worst <= bound }
  }
  return {
    outputs: figure('outputs'),
    gradients: figure('gradients'),
    weights: figure('weights'),
    explanations: figure('explanations'),
  }
}

/** Whether every figure is within its bound. */
export const isAgreed = (agreements: readonly Agreement[]): boolean =>
  agreements.every(({ figures }) => Object.values(figures ?? {}).every(({ holds }) => holds))
