import type { Attribution, FeatureGroups } from '@parallax-ml/interpret'

/**
 * The attributions of the features that one column became, added up where the first of them stood;
 * so that methods that know no groups can be compared with those that do.
 */
export function grouped(attribution: Attribution, groups: FeatureGroups): Attribution {
  const [rows, features, outputs] = attribution.shape
  const { featureNames, values, data } = attribution
  const placeOf = (choice: string | number): number =>
    typeof choice === 'number' ? choice : featureNames.indexOf(choice)
  const owners = featureNames.map((name, feature) => {
    const group = Object.entries(groups).find(([, own]) => own.map(placeOf).includes(feature))
    return group === undefined
      ? { name, members: [feature] }
      : {
          name: group[0],
          members: group[1].map(placeOf),
        }
  })
  const players = owners.filter(({ members }, feature) => members[0] === feature)
  if (players.length === features) return attribution
  const { standardErrors: _, featureShape: _shape, ...rest } = attribution
  const at = (row: number, feature: number): number => row * features + feature
  const rowNumbers = Array.from({ length: rows }, (_, row) => row)
  return {
    ...rest,
    featureNames: players.map(({ name }) => name),
    shape: [rows, players.length, outputs],
    values: rowNumbers.flatMap((row) =>
      players.flatMap(({ members }) =>
        Array.from({ length: outputs }, (_, output) =>
          members.reduce((sum, own) => sum + values[at(row, own) * outputs + output]!, 0),
        ),
      ),
    ),
    data: rowNumbers.flatMap((row) => players.map(({ members }) => largestOf(row, members))),
    groups: players.map(({ members }) => members.map((feature) => featureNames[feature]!)),
  }

  /** Of a number its value, of a category the place of its largest column. */
  function largestOf(row: number, members: readonly number[]): number {
    const own = members.map((feature) => data[at(row, feature)]!)
    return own.length === 1 ? own[0]! : own.indexOf(Math.max(...own))
  }
}
