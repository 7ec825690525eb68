const mostPoints = 120

/** Values by epoch as points of a line: finite ones, and not more than can be seen. */
export function curveOf(values: readonly number[], first = 1): (readonly [number, number])[] {
  const every = Math.max(1, Math.ceil(values.length / mostPoints))
  return values.flatMap((value, i) =>
    Number.isFinite(value) && (i % every === 0 || i === values.length - 1)
      ? [[i + first, value] as const]
      : [],
  )
}

/** A share in words. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
