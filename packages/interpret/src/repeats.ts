/** The mean of repeated measurements, element by element, and its standard error. */
export interface Repeated {
  readonly means: Float64Array
  /** Sample standard deviation over √repeats; of one repeat 0. */
  readonly standardErrors: Float64Array
}

/** Means and standard errors over equally long lists, one for each repeat. */
export function meanOfRepeats(repeats: readonly ArrayLike<number>[]): Repeated {
  const size = repeats[0]!.length
  const means = new Float64Array(size)
  const standardErrors = new Float64Array(size)
  const count = repeats.length
  for (let i = 0; i < size; i++) {
    for (const repeat of repeats) means[i]! += repeat[i]! / count
    if (count === 1) continue
    const squares = repeats.reduce((sum, repeat) => sum + (repeat[i]! - means[i]!) ** 2, 0)
    standardErrors[i] = Math.sqrt(squares / (count - 1) / count)
  }
  return { means, standardErrors }
}
