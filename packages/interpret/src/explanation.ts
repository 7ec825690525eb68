/** What the explained numbers are: raw scores, probabilities, or whatever else the model gives. */
export type OutputSpace = 'logit' | 'probability' | 'value'

/** Which model was explained, and where it ran. */
export interface Provenance {
  /** {@link hashOf} the spec as JSON; absent for a function that is no model. */
  readonly specHash?: string
  /** {@link hashOf} all weights in the order of their names. */
  readonly weightsHash?: string
  readonly backend: string
  readonly precision?: 'float32' | 'float64'
  /** Of `@parallax-ml/core`. */
  readonly version: string
}

/** What absent features are replaced by. */
export interface Background {
  readonly kind: 'rows' | 'mean' | 'zero' | 'row'
  readonly rows: number
  /** {@link hashOf} its numbers. */
  readonly hash: string
}

/** What an explanation says about its own quality. */
export interface Checks {
  /** How many rows the model was asked for. */
  readonly evaluations: number
  /**
   * The largest difference, over rows and outputs, between the sum of the attributions and
   * prediction − base. Methods that promise that sum are wrong by this much.
   */
  readonly completenessGap?: number
  /** Points of the path that was integrated. */
  readonly steps?: number
  /** Every draw is a pure function of it. */
  readonly seed?: number
  /** Further figures of a method, such as the weighted R² of LIME. */
  readonly [figure: string]: number | undefined
}

/** What all explanations have. Plain JSON throughout: numbers, texts, lists and objects. */
export interface Explained {
  /** The algorithm, for example `exactShapley` or `integratedGradients`. */
  readonly method: string
  readonly featureNames: readonly string[]
  readonly outputNames: readonly string[]
  readonly space: OutputSpace
  readonly background?: Background
  /** What the method was asked for, as far as it changes the numbers, for example a rule of integration. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>
  readonly checks: Checks
  readonly provenance: Provenance
}

/** How much every feature of some rows contributed to every output. */
export interface Attribution extends Explained {
  readonly kind: 'attribution'
  /** `[rows, features, outputs]`. */
  readonly shape: readonly [number, number, number]
  /** Row-major in `shape`; in units of the output. */
  readonly values: readonly number[]
  /** Standard error of each value, where the method samples. */
  readonly standardErrors?: readonly number[]
  /** The answer without the row, `[outputs]`; absent where a method has no such point. */
  readonly base?: readonly number[]
  /** `[rows, outputs]`. */
  readonly predictions: readonly number[]
  /**
   * The explained rows, `[rows, features]`. Of a group, the place of its largest column: the category,
   * where they are the columns of one.
   */
  readonly data: readonly number[]
  /** Names of the columns that each feature stands for; absent unless some count as one. */
  readonly groups?: readonly (readonly string[])[]
  /** How well the values describe the model, where they are those of a simpler one. */
  readonly localModel?: LocalModel
  /** How the features lie in space, for images: `[height, width]` or `[height, width, channels]`. */
  readonly featureShape?: readonly number[]
}

/** The linear model that stands for a network near each row, as LIME fits it. */
export interface LocalModel {
  /** `[rows, outputs]`. */
  readonly intercepts: readonly number[]
  /** What it says of the row itself, `[rows, outputs]`. */
  readonly predictions: readonly number[]
  /** Its weighted R² over the samples, `[rows, outputs]`. */
  readonly weightedR2: readonly number[]
}

/** How much a model depends on every feature over a whole data set. */
export interface Importance extends Explained {
  readonly kind: 'importance'
  /** Names of what is scored: features, or groups of them. */
  readonly names: readonly string[]
  /** `[names]`, in units of `score`. */
  readonly values: readonly number[]
  readonly standardErrors?: readonly number[]
  /** Every measurement, `[names, repeats]`, where there are several. */
  readonly repeats?: readonly number[]
  /** What was measured, for example `accuracy drop` or `mean |attribution|`. */
  readonly score: string
}

/** How the answer goes with one feature, or two. */
export interface DependenceCurve extends Explained {
  readonly kind: 'curve'
  /** Indices of the features that are varied, one or two. */
  readonly features: readonly number[]
  /** The values that each of them takes. */
  readonly grid: readonly (readonly number[])[]
  /** `[grid points, outputs]`; of two features, the second varies fastest. */
  readonly values: readonly number[]
  /** One curve for each row, `[rows, grid points, outputs]`: individual conditional expectations. */
  readonly individual?: readonly number[]
  /** Share of rows in the interval that ends at each grid point; where it is 0 the curve is guesswork. */
  readonly density?: readonly number[]
}

/** How much pairs of features act together. */
export interface Interactions extends Explained {
  readonly kind: 'interactions'
  /**
   * Which of the definitions that go by this name: the Shapley interaction index, the Shapley-Taylor
   * index of order 2, or Friedman's H².
   */
  readonly index: 'SII' | 'STI' | 'H2'
  /** `[rows, features, features, outputs]`; of a whole data set, one row. */
  readonly shape: readonly [number, number, number, number]
  readonly values: readonly number[]
}

/** The smallest change found that changes the answer. */
export interface Counterfactual extends Explained {
  readonly kind: 'counterfactual'
  readonly row: readonly number[]
  readonly prediction: readonly number[]
  /** Best first; empty if nothing within reach answers otherwise. */
  readonly found: readonly {
    readonly row: readonly number[]
    readonly prediction: readonly number[]
    /** Indices of the features that differ. */
    readonly changed: readonly number[]
    readonly distance: number
  }[]
  /** What `distance` measures. */
  readonly norm: 'L1' | 'L2'
  /** Index of the output that had to win. */
  readonly target: number
}

/** Whatever a method of this package gives. */
export type Explanation = Attribution | Importance | DependenceCurve | Interactions | Counterfactual
