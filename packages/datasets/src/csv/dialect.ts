import Papa from 'papaparse'

/** What a CSV file looks like. */
export interface Dialect {
  /** What divides fields. */
  readonly delimiter: string
  /** What ends a line. A `\n` may have a `\r` before it. */
  readonly newline: '\n' | '\r'
}

const candidates = [',', ';', '\t', '|']
/** Lines that are tried. */
const preview = 20

/**
 * The dialect of a file that begins with `text`: of the separators, the one that divides the first
 * lines most evenly, and of equals the one that divides them most.
 */
export function dialectOf(text: string, delimiter?: string): Dialect {
  const newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r'
  if (delimiter !== undefined) return { delimiter, newline }
  const scored = candidates.map((candidate) => {
    const { data } = Papa.parse<string[]>(text, { delimiter: candidate, newline, preview })
    const widths = data.filter((fields) => !isBlank(fields)).map((fields) => fields.length)
    const width = widths[0] ?? 0
    const even = widths.filter((other) => other === width).length
    return { candidate, width, score: width < 2 ? 0 : even / widths.length }
  })
  const best = scored.toSorted((a, b) => b.score - a.score || b.width - a.width)[0]!
  return { delimiter: best.score === 0 ? ',' : best.candidate, newline }
}

/** Whether a record is an empty line. */
export const isBlank = (fields: readonly string[]): boolean =>
  fields.length === 1 && fields[0]!.trim() === ''
