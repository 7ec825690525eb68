import { quantiles } from '../statistics/quantiles.js'

/** Some rows that have something in common, and what it is. */
export interface Slice {
  readonly name: string
  readonly rows: readonly number[]
}

/** Features with more values than this are cut at their terciles. */
const mostValues = 5
/** With more features, pairs of them would be too many to say anything. */
const mostForPairs = 20

/** All slices of one feature, and of two, that have enough rows. */
export function slicesOf(
  x: readonly (readonly number[])[],
  names: readonly string[],
  leastRows: number,
): Slice[] {
  const singles = names.map((name, c) =>
    binsOf(
      x.map((row) => row[c]!),
      name,
    ),
  )
  const pairs =
    names.length > mostForPairs
      ? []
      : singles.flatMap((own, b) =>
          singles
            .slice(0, b)
            .flatMap((other) => other.flatMap((one) => own.map((two) => both(one, two)))),
        )
  return [...singles.flat(), ...pairs].filter(
    ({ rows }) => rows.length >= leastRows && rows.length < x.length,
  )
}

function both(one: Slice, two: Slice): Slice {
  const isIn = new Set(two.rows)
  return { name: `${one.name}, ${two.name}`, rows: one.rows.filter((row) => isIn.has(row)) }
}

function binsOf(values: readonly number[], name: string): Slice[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  if (distinct.length <= mostValues) {
    return distinct.map((value) => ({
      name: `${name} = ${short(value)}`,
      rows: placesOf(values, (own) => own === value),
    }))
  }
  const [low, high] = quantiles(values, [1 / 3, 2 / 3]) as [number, number]
  return [
    { name: `${name} < ${short(low)}`, rows: placesOf(values, (own) => own < low) },
    {
      name: `${name} from ${short(low)} to ${short(high)}`,
      rows: placesOf(values, (own) => own >= low && own <= high),
    },
    { name: `${name} > ${short(high)}`, rows: placesOf(values, (own) => own > high) },
  ]
}

const placesOf = (values: readonly number[], isMeant: (value: number) => boolean): number[] =>
  [...values.keys()].filter((row) => isMeant(values[row]!))

const short = (value: number): string => String(Number(value.toPrecision(3)))
