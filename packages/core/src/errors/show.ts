/** A short, safe rendering of any value for an error message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 60 ? `${value.slice(0, 57)}…` : value}'`
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) {
    const items = value.slice(0, 6).map(show)
    return `[${items.join(', ')}${value.length > 6 ? `, … ${value.length} in all` : ''}]`
  }
  if (typeof value === 'object' && value !== null) {
    const name = value.constructor?.name ?? 'Object'
    return name === 'Object' ? `an object with keys ${show(Object.keys(value))}` : `a ${name}`
  }
  return Object.is(value, -0) ? '-0' : String(value)
}
