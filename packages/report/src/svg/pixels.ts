/** Squares of equal shade as the outline of one path each, which keeps the page small. */
export function pixelPaths(
  width: number,
  values: readonly number[],
  shadeOf: (value: number) => number,
): ReadonlyMap<number, string> {
  const byShade = new Map<number, string[]>()
  for (const [i, value] of values.entries()) {
    const square = `M${i % width} ${Math.floor(i / width)}h1v1h-1z`
    const shade = shadeOf(value)
    const known = byShade.get(shade)
    if (known === undefined) byShade.set(shade, [square])
    else known.push(square)
  }
  return new Map([...byShade].map(([shade, squares]) => [shade, squares.join('')]))
}
