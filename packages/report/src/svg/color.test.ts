import { expect, test } from 'vitest'
import { contrast, diverging, heat, heatInk, inkOn, luminanceOf } from './color.js'

const shares = Array.from({ length: 101 }, (_, i) => i / 100)

test('luminance and contrast are those of WCAG', () => {
  expect(luminanceOf('#ffffff')).toBeCloseTo(1, 12)
  expect(luminanceOf('#808080')).toBeCloseTo(0.21586, 5)
  expect(contrast(luminanceOf('#000000'), luminanceOf('#ffffff'))).toBe(21)
  // An example of the standard: this grey on white just passes.
  expect(contrast(luminanceOf('#767676'), 1)).toBeGreaterThan(4.5)
})

test('black or white stands out from every diverging colour by 4.5 : 1', () => {
  for (const share of shares) {
    const color = diverging(share)
    const [own, ink] = [luminanceOf(color), inkOn(color) === '#000' ? 0 : 1]
    expect(contrast(own, ink), color).toBeGreaterThanOrEqual(4.5)
  }
})

// The colours of the classes faint, middle and full, as the style has them.
test.each([
  ['light', { faint: 0, middle: 0, full: 1 }],
  ['dark', { faint: 1, middle: 0, full: 0 }],
] as const)('writing stands out from every cell of a heat map, %s', (scheme, ink) => {
  const { full, page } = heat[scheme]
  const mixed = (share: number): string =>
    `#${[1, 3, 5]
      .map((start) => {
        const [to, from] = [full, page].map((c) => Number.parseInt(c.slice(start, start + 2), 16))
        const value = Math.round(from! + (to! - from!) * share)
        return value.toString(16).padStart(2, '0')
      })
      .join('')}`
  for (const share of shares) {
    const found = contrast(luminanceOf(mixed(share)), ink[heatInk(share)])
    expect(found, `share ${share}`).toBeGreaterThanOrEqual(4.5)
  }
})

test('orange and blue lie at the ends, grey in the middle', () => {
  expect([0, 0.5, 1].map(diverging)).toEqual(['#b35806', '#f4f4f4', '#055696'])
})
