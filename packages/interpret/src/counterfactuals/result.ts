import type { Counted } from '../explained/counted.js'
import type { Explainable } from '../explained/explainable.js'
import type { Checks, Counterfactual } from '../explanation.js'
import { rowOf } from '../matrix.js'
import { type Goal, leads, stacked } from './found.js'

/** A counterfactual as plain JSON; rows that the model does not answer as wanted are left out. */
export async function counterfactualOf(
  explained: Explainable,
  asked: Counted,
  goal: Goal,
  found: {
    readonly method: string
    readonly row: Float64Array
    readonly prediction: Float64Array
    readonly norm: 'L1' | 'L2'
    readonly rows: readonly { readonly row: Float64Array; readonly distance: number }[]
    readonly checks: Omit<Checks, 'evaluations'>
  },
): Promise<Counterfactual> {
  const { featureNames, outputNames, space, provenance } = explained
  const { method, row, norm, checks } = found
  const rows = found.rows.map((each) => each.row)
  const reached = await leads(asked, rows, goal)
  const answers = rows.length === 0 ? undefined : await asked.predict(stacked(rows))
  const verified = found.rows.flatMap(({ row: changed, distance }, i) => {
    if (reached[i]! < 0) return []
    const places = Array.from(changed.keys()).filter((c) => changed[c] !== row[c])
    const prediction = Array.from(rowOf(answers!, i))
    return [{ row: Array.from(changed), prediction, changed: places, distance }]
  })
  return {
    kind: 'counterfactual',
    method,
    featureNames,
    outputNames,
    space,
    row: Array.from(row),
    prediction: Array.from(found.prediction),
    found: verified,
    norm,
    target: goal.target,
    checks: { ...checks, evaluations: asked.evaluations },
    provenance,
  }
}
