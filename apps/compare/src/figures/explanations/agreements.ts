import { type HeatMapFigure, showNumber } from '@parallax-ml/report'

/** How far two explanations of a list agree. */
export interface DrawnAgreement {
  /** Positions in the list. */
  readonly first: number
  readonly second: number
  readonly maxDifference: number
  readonly numericFloor: number
  /** Of the sizes; absent where there is no order. */
  readonly spearman?: number
  readonly verdict: string
}

/** Which explanations rank features alike: Spearman's correlation of their sizes, pair by pair. */
export function rankAgreement(
  names: readonly string[],
  agreements: readonly DrawnAgreement[],
  what = 'method',
): HeatMapFigure {
  const known = agreements.filter(({ spearman }) => spearman !== undefined)
  const worst = known.reduce<DrawnAgreement | undefined>(
    (a, b) => (a === undefined || b.spearman! < a.spearman! ? b : a),
    undefined,
  )
  const values = square(names, agreements, ({ spearman = 0 }) => spearman, 1)
  return {
    kind: 'heatMap',
    title: `Which ${what}s rank features alike`,
    see:
      worst === undefined
        ? 'No pair has an order to compare.'
        : `${names[worst.first]} and ${names[worst.second]} agree least, with a rank correlation of ${worst.spearman!.toFixed(2).replace('-', '−')}; 1 is the same order.`,
    rows: what,
    columns: what,
    rowNames: names,
    columnNames: names,
    values,
    texts: values.map((line, i) =>
      line.map((value, j) =>
        i === j || agreements.some((each) => isPair(each, i, j) && each.spearman !== undefined)
          ? value.toFixed(2).replace('-', '−')
          : '–',
      ),
    ),
    colors: 'diverging',
    domain: [-1, 1],
  }
}

/** By how much explanations differ at most, pair by pair, in powers of ten. */
export function worstDifferences(
  names: readonly string[],
  agreements: readonly DrawnAgreement[],
  what = 'backend',
): HeatMapFigure {
  const worst = agreements.reduce((a, b) => (b.maxDifference > a.maxDifference ? b : a))
  const floor = Math.max(...agreements.map(({ numericFloor }) => numericFloor))
  const [a, b] = [names[worst.first], names[worst.second]]
  const beyond = agreements.filter(
    ({ verdict }) => verdict === 'different' || verdict === 'same ranking',
  )
  const verdict =
    beyond.length === 0
      ? 'rounding or sampling explains all of it'
      : `more than rounding or sampling explains, as ${beyond.length} of ${agreements.length} pairs do`
  return {
    kind: 'heatMap',
    title: `How far ${what}s are apart`,
    see: `${a} and ${b} differ by ${showNumber(worst.maxDifference)} at most: ${verdict}. Up to ${showNumber(floor)} is rounding.`,
    rows: what,
    columns: what,
    rowNames: names,
    columnNames: names,
    values: square(names, agreements, ({ maxDifference }) => maxDifference, 0),
    scale: 'log',
    // Differences that are nothing but rounding must not look like the worst of all.
    domain: [floor / 1000, Math.max(floor * 1000, worst.maxDifference)],
  }
}

const isPair = ({ first, second }: DrawnAgreement, i: number, j: number): boolean =>
  (first === i && second === j) || (first === j && second === i)

const square = (
  names: readonly string[],
  agreements: readonly DrawnAgreement[],
  measure: (agreement: DrawnAgreement) => number,
  diagonal: number,
): number[][] =>
  names.map((_, i) =>
    names.map((_, j) => {
      const found = agreements.find((each) => isPair(each, i, j))
      return found === undefined ? diagonal : measure(found)
    }),
  )
