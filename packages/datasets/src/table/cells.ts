import type { Cell, CellFormat } from './table.js'

/** Interprets the cells of one format. */
export interface CellReader {
  isMissing(cell: Cell): boolean
  /** The number that a cell holds; NaN if it holds none. */
  number(cell: Cell): number
  /** 1 for true, 0 for false; NaN for anything else. */
  boolean(cell: Cell): number
  /** Days since the start of 1970 (UTC) of a date as ISO 8601 writes it; NaN for anything else. */
  date(cell: Cell): number
  /** The cell as text, without the space around it. */
  text(cell: Cell): string
}

/** A reader of cells. Space around texts never counts. */
export function cellReader({ decimal, missing }: CellFormat): CellReader {
  const absent = new Set(missing)
  const toText = decimal === '.' ? numberOf : (text: string) => numberOf(withPoint(text))
  return {
    isMissing(cell) {
      if (typeof cell === 'string') return absent.has(cell) || absent.has(trimmed(cell))
      return cell === null || Number.isNaN(cell)
    },
    number(cell) {
      if (typeof cell === 'string') return toText(cell)
      return typeof cell === 'number' && Number.isFinite(cell) ? cell : Number.NaN
    },
    boolean(cell) {
      if (typeof cell === 'boolean') return Number(cell)
      if (typeof cell !== 'string') return Number.NaN
      const word = cell.trim().toLowerCase()
      return word === 'true' ? 1 : word === 'false' ? 0 : Number.NaN
    },
    date: (cell) => (typeof cell === 'string' ? daysOf(trimmed(cell)) : Number.NaN),
    text: (cell) => (typeof cell === 'string' ? trimmed(cell) : String(cell)),
  }
}

/** Whether a text would be a number with a decimal comma. */
export const hasDecimalComma = (cell: Cell): boolean =>
  typeof cell === 'string' && /^\s*[+-]?\d+,\d+\s*$/.test(cell)

/** A point is no decimal sign here, so it must not become one. */
const withPoint = (text: string): string => (text.includes('.') ? '' : text.replace(',', '.'))

const space = 32
const [x, o, b] = ['x', 'o', 'b'].map((letter) => letter.charCodeAt(0))

/** Most texts have no space around them, and looking is quicker than trimming. */
const trimmed = (text: string): string =>
  text.charCodeAt(0) <= space || text.charCodeAt(text.length - 1) <= space ? text.trim() : text

/** Only decimal numbers: `Number` would also take '', '0x1f', '0o7', '0b1' and 'Infinity'. */
function numberOf(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value)) return Number.NaN
  const start = trimmed(text)
  const second = start.charCodeAt(1) | 32
  return start === '' || second === x || second === o || second === b ? Number.NaN : value
}

const isoDate =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?)?$/
const msPerDay = 86_400_000

/** A time without an offset is taken to be UTC, so that machines agree. */
function daysOf(text: string): number {
  const [, year, month, day = '01', time = '00:00', offset = 'Z'] = isoDate.exec(text) ?? []
  if (year === undefined) return Number.NaN
  const ms = Date.parse(`${year}-${month}-${day}T${time}${offset}`)
  // Date.parse takes the 31st of February for the 3rd of March.
  const exists = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate()
  return exists === Number(day) ? ms / msPerDay : Number.NaN
}
