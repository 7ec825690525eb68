import type { Counterfactual } from '@parallax-ml/interpret'
import { showNumber, type TableFigure } from '@parallax-ml/report'
import { listOf } from '../../words.js'
import { showValue } from './words.js'

const most = 5

/** The smallest changes that were found to change the answer, as sentences and numbers. */
export function counterfactualTable(explanation: Counterfactual): TableFigure {
  const { found, featureNames, outputNames, target, prediction, norm, row } = explanation
  const goal = outputNames[target]!
  const before = prediction[target]!
  const [best] = found
  const changes = (next: readonly number[], changed: readonly number[]): string =>
    listOf(
      changed.map(
        (i) => `${featureNames[i]} ${showValue(next[i]!)} instead of ${showValue(row[i]!)}`,
      ),
    )
  return {
    kind: 'table',
    title: `What would have to be otherwise for ${goal}`,
    see:
      best === undefined
        ? `Within reach, nothing makes the answer ${goal}.`
        : `With ${changes(best.row, best.changed)}, the answer would be ${goal}. Each was checked by the model.`,
    wide: true,
    columns: [
      { title: 'if', isText: true },
      { title: `${goal} before` },
      { title: `${goal} after` },
      { title: `distance (${norm})` },
    ],
    rows: found
      .slice(0, most)
      .map((each) => [
        changes(each.row, each.changed),
        showNumber(before),
        showNumber(each.prediction[target]!),
        showNumber(each.distance),
      ]),
  }
}
