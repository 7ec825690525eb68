import type { Model, Tensor } from '@parallax-ml/core'
import type { Rows, Task, TaskData } from '../tasks/task.js'

/** What figures show of a run besides its scores. */
export interface Evidence {
  /** Of classes: how many test rows of each were taken for which, `[actual][predicted]`. */
  readonly confusion?: readonly (readonly number[])[]
  /** Of classes, in detail: the test rows that were taken most wrongly, worst first. */
  readonly mistakes?: readonly Mistake[]
  /** Of two features and two classes, in detail. */
  readonly map?: DecisionMap
  /** Of numbers, in detail: the target of each test row and what was predicted. */
  readonly predictions?: readonly (readonly [target: number, predicted: number])[]
}

/** A test row taken for a class that it is not of. */
export interface Mistake {
  readonly row: readonly number[]
  readonly actual: number
  readonly predicted: number
  /** How sure the network was of the class it gave, and of the right one. */
  readonly confidence: number
  readonly probabilityOfActual: number
}

/** The probability of class 1 over a plane of two features, and test rows on it. */
export interface DecisionMap {
  /** Ends of the features. */
  readonly ends: readonly [
    horizontal: readonly [number, number],
    vertical: readonly [number, number],
  ]
  readonly columns: number
  /** At the centres of equal cells, row by row from the least second feature. */
  readonly probabilities: readonly number[]
  readonly points: readonly { readonly row: readonly number[]; readonly label: number }[]
}

const mostMistakes = 12
const cells = 48

/** Gathers the evidence of a model; in detail only where it is asked for, since it takes room. */
export async function gatherEvidence(
  model: Model,
  { kind }: Pick<Task, 'kind'>,
  { test, classNames = [] }: TaskData,
  inDetail: boolean,
): Promise<Evidence> {
  const outputs = await model.predict(test.x)
  if (kind === 'regression') {
    if (!inDetail) return {}
    return { predictions: test.y.map((target, i) => [short(target), short(outputs.data[i]!)]) }
  }
  const probabilities = probabilitiesOf(outputs, test.y.length)
  const confusion = confusionOf(probabilities, test.y, classNames.length)
  if (!inDetail) return { confusion }
  const isPlane = test.x[0]!.length === 2 && classNames.length === 2
  const map = isPlane ? { map: await decisionMap(model, test) } : {}
  return { confusion, mistakes: mistakesOf(probabilities, test), ...map }
}

/** Of each row, the probability of each class; one output alone is that of class 1. */
function probabilitiesOf({ data }: Tensor, rows: number): number[][] {
  const width = data.length / rows
  return Array.from({ length: rows }, (_, i) => {
    const values = Array.from(data.subarray(i * width, (i + 1) * width))
    return width === 1 ? [1 - values[0]!, values[0]!] : values
  })
}

const likeliest = (probabilities: readonly number[]): number =>
  probabilities.indexOf(Math.max(...probabilities))

function confusionOf(
  probabilities: readonly (readonly number[])[],
  y: readonly number[],
  classes: number,
): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (const [i, row] of probabilities.entries()) counts[y[i]!]![likeliest(row)]!++
  return counts
}

function mistakesOf(probabilities: readonly (readonly number[])[], { x, y }: Rows): Mistake[] {
  const all = probabilities.flatMap((values, i) => {
    const [actual, predicted] = [y[i]!, likeliest(values)]
    if (actual === predicted) return []
    const [confidence, probabilityOfActual] = [short(values[predicted]!), short(values[actual]!)]
    return [{ row: x[i]!, actual, predicted, confidence, probabilityOfActual }]
  })
  return all.sort((a, b) => a.probabilityOfActual - b.probabilityOfActual).slice(0, mostMistakes)
}

async function decisionMap(model: Model, { x, y }: Rows): Promise<DecisionMap> {
  const ends = [0, 1].map((feature) => endsOf(x.map((row) => row[feature]!)))
  const [horizontal, vertical] = ends as [[number, number], [number, number]]
  const centre = ([from, to]: [number, number], i: number): number =>
    from + ((to - from) * (i + 0.5)) / cells
  const grid = Array.from({ length: cells * cells }, (_, i) => [
    centre(horizontal, i % cells),
    centre(vertical, Math.floor(i / cells)),
  ])
  const outputs = probabilitiesOf(await model.predict(grid), grid.length)
  return {
    ends: [horizontal, vertical],
    columns: cells,
    probabilities: outputs.map(([, probability]) => Number(probability!.toFixed(3))),
    points: x.map((row, i) => ({ row: row.map(short), label: y[i]! })),
  }
}

/** A tenth of the range is left free on both sides. */
function endsOf(values: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = (most - least) / 10 || 1
  return [short(least - room), short(most + room)]
}

const short = (value: number): number => Number(value.toPrecision(4))
