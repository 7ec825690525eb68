import type { ExplainableModel } from '../explained/explainable-model.js'
import type { Attribution, Checks } from '../explanation.js'
import { type Matrix, rowOf, zeros } from '../matrix.js'

/** What a method found, in the words of {@link Attribution}. */
export interface Found extends Pick<Attribution, 'method' | 'settings' | 'background'> {
  readonly checks: Checks
  /** `[rows, features, outputs]`. */
  readonly values: Float64Array
  readonly standardErrors?: Float64Array
  /** `[1, outputs]`. */
  readonly base?: Matrix | undefined
  /** `[rows, outputs]`. */
  readonly predictions: Matrix
}

/** An attribution of some outputs as plain JSON. */
export function attributionOf(
  explained: ExplainableModel,
  data: Matrix,
  outputs: readonly number[],
  { values, standardErrors, base, predictions, ...found }: Found,
): Attribution {
  const featureShape = featureShapeOf(explained)
  return {
    kind: 'attribution',
    ...found,
    featureNames: explained.featureNames,
    outputNames: outputs.map((index) => explained.outputNames[index]!),
    space: explained.space,
    shape: [data.rows, data.columns, outputs.length],
    values: Array.from(values),
    ...(standardErrors && { standardErrors: Array.from(standardErrors) }),
    ...(base && { base: Array.from(base.values) }),
    predictions: Array.from(predictions.values),
    data: Array.from(data.values),
    ...(featureShape && { featureShape }),
    provenance: explained.provenance,
  }
}

/** How the features of a model's only input lie in space: by its shape, or as its first layer reshapes it. */
export function featureShapeOf({ inputs, model }: ExplainableModel): readonly number[] | undefined {
  const [[name, shape], ...more] = Object.entries(inputs) as [[string, readonly number[]]]
  if (more.length > 0) return undefined
  if (shape.length > 1) return shape
  const first = model.architecture.calls.find((call) => call.inputs[0] === name)
  const isReshaped = first?.layer.definition.type === 'reshape' && first.outputShape.length > 1
  return isReshaped ? first.outputShape : undefined
}

/** Some columns of a matrix. */
export function takeColumns(matrix: Matrix, columns: readonly number[]): Matrix {
  const taken = zeros(matrix.rows, columns.length)
  for (let r = 0; r < matrix.rows; r++) {
    const row = rowOf(matrix, r)
    rowOf(taken, r).set(columns.map((column) => row[column]!))
  }
  return taken
}
