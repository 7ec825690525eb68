import { OptionError, suggest } from '@parallax-ml/core'
import { z } from 'zod'

/** A feature by its name or its place. */
export type FeatureChoice = string | number

/** Features that count as one, by the name of the group: the columns of one category, for example. */
export type FeatureGroups = Readonly<Record<string, readonly FeatureChoice[]>>

/** What is explained as one: a feature, or a group of them. */
export interface Player {
  readonly name: string
  /** Its columns in a row of features. */
  readonly columns: readonly number[]
}

export const featureChoice = z.union([z.string(), z.int().min(0)])
export const featureGroups = z.record(z.string(), z.array(featureChoice).min(1)).default({})

/**
 * The place of a feature.
 * @throws {OptionError} with the nearest right name.
 */
export function placeOf(choice: FeatureChoice, names: readonly string[], where: string): number {
  const place = typeof choice === 'number' ? choice : names.indexOf(choice)
  if (place >= 0 && place < names.length) return place
  throw new OptionError({
    where,
    problem: 'there is no such feature',
    received: typeof choice === 'number' ? String(choice) : `'${choice}'`,
    ...(typeof choice === 'number'
      ? { expected: `less than ${names.length}` }
      : { hint: suggest(choice, names) }),
  })
}

/**
 * All features in their order, those of a group as one where its first would stand.
 * @throws {OptionError} if a feature is not there, or in two groups.
 */
export function playersOf(
  names: readonly string[],
  groups: FeatureGroups,
  where: string,
): readonly Player[] {
  const owner = new Map<number, Player>()
  for (const [name, members] of Object.entries(groups)) {
    const columns = members.map((member) => placeOf(member, names, `${where} '${name}'`))
    const twice = columns.find((column, i) => owner.has(column) || columns.indexOf(column) < i)
    if (twice !== undefined) {
      throw new OptionError({ where, problem: `'${names[twice]}' is in groups twice` })
    }
    const player = { name, columns }
    for (const column of columns) owner.set(column, player)
  }
  const all = names.map((name, i) => owner.get(i) ?? { name, columns: [i] })
  return all.filter((player, i) => all.indexOf(player) === i)
}

/** Whether any player stands for several columns. */
export const isGrouped = (players: readonly Player[]): boolean =>
  players.some(({ columns }) => columns.length > 1)
