import { readFileSync } from 'node:fs'
import { createModel, dense, interpreter, type Precision, sequential } from '@parallax-ml/core'
import { type ExplainableModel, explainable } from '../explained/explainable-model.js'
import type { OutputSpace } from '../explanation.js'
import { type Matrix, takeRows, toMatrix } from '../matrix.js'

/** Reads a file of reference values that were worked out elsewhere; each says by what. */
export const golden = <Content>(name: string): Content =>
  JSON.parse(
    readFileSync(new URL(`../../golden/answers/${name}.json`, import.meta.url), 'utf8'),
  ) as Content

interface Network {
  /** What the network answers to some rows. */
  readonly check: {
    readonly rows: readonly number[]
    readonly logits: readonly (readonly number[])[]
    readonly probabilities: readonly (readonly number[])[]
  }
  readonly mean: readonly number[]
  readonly std: readonly number[]
  readonly layers: readonly {
    readonly units: number
    readonly activation: 'tanh' | 'linear'
    readonly kernel: readonly (readonly number[])[]
    readonly bias: readonly number[]
  }[]
}

interface Rows {
  readonly rows: readonly (readonly number[])[]
  readonly background: readonly number[]
}

export type NetworkName = 'iris_mlp' | 'wine_mlp'

const { networks, iris, wine } = golden<{
  readonly networks: Readonly<Record<NetworkName, Network>>
  readonly iris: Rows & { readonly classes: readonly number[] }
  readonly wine: Rows & { readonly indices: readonly number[] }
}>('networks')

/** What a network answers to rows of iris, by their places. */
export const irisCheck = networks.iris_mlp.check

const standardised = ({ rows }: Rows, { mean, std }: Network): Matrix =>
  toMatrix(
    rows.map((row) => row.map((x, i) => (x - mean[i]!) / std[i]!)),
    'golden rows',
  )

/** All 150 rows of iris, standardised as the network has it, and their classes. */
export const irisRows = standardised(iris, networks.iris_mlp)
export const irisClasses = iris.classes

const wineRows = standardised(wine, networks.wine_mlp)

/** Rows of the data set that a network is for, by their places in it. */
export const rowsFor = (name: NetworkName, places: readonly number[]): Matrix =>
  name === 'iris_mlp'
    ? takeRows(irisRows, places)
    : takeRows(
        wineRows,
        places.map((place) => wine.indices.indexOf(place)),
      )

/** The 20 background rows of a network. */
export const backgroundFor = (name: NetworkName): Matrix =>
  rowsFor(name, (name === 'iris_mlp' ? iris : wine).background)

/** A network of the reference values on core's interpreter. */
export function network(
  name: NetworkName,
  space: OutputSpace,
  precision: Precision = 'float64',
): ExplainableModel {
  const { layers, mean } = networks[name]
  const last = layers.length - 1
  const spec = sequential({
    inputShape: [mean.length],
    layers: layers.map(({ units, activation }, i) =>
      dense({ units, activation: i === last ? 'softmax' : activation, name: `layer${i}` }),
    ),
  })
  const weights = Object.fromEntries(
    layers.flatMap(({ kernel, bias, units }, i) => [
      [`layer${i}/kernel`, tensor([kernel.length, units], kernel.flat())],
      [`layer${i}/bias`, tensor([units], bias)],
    ]),
  )
  return explainable(createModel(spec, { backend: interpreter, precision, weights }), { space })
}

const tensor = (shape: readonly number[], data: readonly number[]) => ({
  shape,
  dtype: 'float' as const,
  data: Float64Array.from(data),
})

/** The largest difference between two lists of numbers. */
export function worst(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.NaN
  let largest = 0
  for (let i = 0; i < found.length; i++) {
    largest = Math.max(largest, Math.abs(found[i]! - expected[i]!))
  }
  return largest
}
