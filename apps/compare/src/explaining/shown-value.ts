import { showValue } from '../figures/explanations/words.js'
import type { ExplainedSubject } from './subject.js'

/** What a row has of a feature or of a column that is several: a number, a category or nothing. */
export function shownValue(
  { explained: { featureNames }, rows, groups }: ExplainedSubject,
  row: number,
  name: string,
): string {
  const values = rows[row]!
  const members = groups[name]?.map((choice) =>
    typeof choice === 'number' ? choice : featureNames.indexOf(choice),
  )
  if (members === undefined) return showValue(values[featureNames.indexOf(name)]!)
  const isSet = (member: number): boolean => values[member] === 1
  if (members.some((member) => featureNames[member] === `${name} is missing` && isSet(member))) {
    return 'missing'
  }
  // A number with a flag for gaps, or a date with its seasons, goes by its column's own name.
  const own = members.find((member) => featureNames[member] === name)
  if (own !== undefined) return showValue(values[own]!)
  const category = members.find(isSet)
  return category === undefined ? 'none' : featureNames[category]!.slice(`${name} = `.length)
}
