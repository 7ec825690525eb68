/** Values by epoch: `loss`, every metric, and with validation `valLoss` and its like. */
export type History = Readonly<Record<string, readonly number[]>>

/** Values of one epoch or one evaluation: the loss, and every metric by its name. */
export type Scores<Metric extends string = string> = Readonly<Record<Metric, number>> & {
  readonly loss: number
}

/** `loss` becomes `valLoss`. */
export const validationName = (name: string): string =>
  `val${name[0]!.toUpperCase()}${name.slice(1)}`
