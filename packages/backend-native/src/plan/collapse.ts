/** Axes that every list of strides is taken along. */
export interface Axes {
  readonly sizes: readonly number[]
  /** Lists of strides, one for each thing that is read or written. */
  readonly strides: readonly (readonly number[])[]
}

/**
 * Merges neighbouring axes into one wherever everything lies behind one another on both, so that
 * what has no broadcasts becomes a single flat loop. A reduced axis and one that stays never merge: the
 * result's strides are 0 on the former alone.
 */
export function collapse({ sizes, strides }: Axes): Axes & { readonly kept: readonly number[] } {
  // Every run of axes that merge is shown by its last one.
  const runs: { last: number; size: number }[] = []
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    const run = runs.at(-1)
    const fits =
      run !== undefined && strides.every((list) => list[axis] === list[run.last]! * run.size)
    if (fits) run.size *= sizes[axis]!
    else runs.push({ last: axis, size: sizes[axis]! })
  }
  runs.reverse()
  return {
    sizes: runs.map(({ size }) => size),
    strides: strides.map((list) => runs.map(({ last }) => list[last]!)),
    kept: runs.map(({ last }) => last),
  }
}
