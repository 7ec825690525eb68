type Rgb = readonly [number, number, number]

/** The full colour of a heat map's cells, and the page behind them, by colour scheme. */
export const heat = {
  light: { full: '#084081', page: '#ffffff' },
  dark: { full: '#6cb6ff', page: '#0d1117' },
} as const

/**
 * How writing on a cell of some share of {@link heat} is coloured: up to a share, dark on light and
 * light on dark, beyond it the other way round; that share differs between the schemes.
 */
export const heatInk = (share: number): 'faint' | 'middle' | 'full' =>
  share < 0.63 ? 'faint' : share < 0.72 ? 'middle' : 'full'

// From orange over light grey to blue, which is lost neither on readers who do not tell red from
// green, nor in print without colour.
const divergingStops: readonly Rgb[] = [
  [179, 88, 6],
  [248, 196, 130],
  [244, 244, 244],
  [146, 197, 222],
  [5, 86, 150],
]

/** The colour of a place from 0 (orange) over ½ (grey) to 1 (blue). */
export const diverging = (place: number): string => css(between(divergingStops, place))

// As light in the middle as at the ends, so that thin marks stand out by 3 : 1 on either page.
const midtoneStops: readonly Rgb[] = [
  [196, 96, 10],
  [127, 127, 127],
  [36, 119, 184],
]

/** The colour of a small mark, from 0 (orange) over ½ (grey) to 1 (blue), on light and dark pages. */
export const midtone = (place: number): string => css(between(midtoneStops, place))

/** Black or white, whichever stands out more on a colour: at least 4.5 : 1 on every colour. */
export function inkOn(color: string): string {
  const luminance = luminanceOf(color)
  return contrast(luminance, 0) >= contrast(luminance, 1) ? '#000' : '#fff'
}

/** Contrast of two relative luminances as WCAG 2 defines it, from 1 to 21. */
export const contrast = (a: number, b: number): number =>
  (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)

/** Relative luminance as WCAG 2 defines it, of a colour such as `#0a0b0c`. */
export function luminanceOf(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

function between(stops: readonly Rgb[], share: number): Rgb {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1)
  const index = Math.min(stops.length - 2, Math.floor(place))
  const [from, to] = [stops[index]!, stops[index + 1]!]
  const mixed = from.map((value, i) => value + (to[i]! - value) * (place - index))
  return mixed as unknown as Rgb
}

const css = (color: Rgb): string =>
  `#${color.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
