/** A number as it stands at a tick or in a sentence: at most four digits that count. */
export function showNumber(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e6 || size < 1e-3)
    return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e').replace(/-/g, '−')
  const digits = size >= 1000 ? 0 : Math.max(0, 3 - Math.floor(Math.log10(size)) - 1)
  const text = Number(value.toFixed(Math.max(0, digits))).toLocaleString('en-US', {
    maximumFractionDigits: 6,
  })
  return text.replace('-', '−')
}
