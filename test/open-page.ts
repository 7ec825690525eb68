import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { findBrowser } from '../scripts/browser.mjs'

/** The browser's path; absent on a machine without one. */
export const browserPath = findBrowser()

/** Starts a browser; without one it fails, and says what to do. */
export function startBrowser(): Promise<Browser> {
  if (browserPath === undefined) {
    throw new Error('There is no browser. Install Chromium or Chrome, or set CHROMIUM_PATH to one.')
  }
  // A root user must do without the sandbox, and small machines without shared memory.
  const args = ['--no-sandbox', '--disable-dev-shm-usage']
  return chromium.launch({ executablePath: browserPath, args })
}

/** A page that was opened, and all that went wrong so far. */
export interface OpenPage {
  readonly page: Page
  readonly troubles: readonly string[]
}

/** Opens a file; errors, messages, dialogs and requests for anything else are troubles. */
export async function openFile(
  browser: Browser,
  path: string,
  look: { readonly width: number; readonly colorScheme: 'light' | 'dark' },
): Promise<OpenPage> {
  const { width, colorScheme } = look
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
  const url = pathToFileURL(path).href
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`error: ${error}`))
  page.on('console', (message) => troubles.push(`message: ${message.text()}`))
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`)
    dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url() !== url) troubles.push(`request: ${request.url()}`)
  })
  await page.goto(url)
  return { page, troubles }
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

/** What axe finds to be hard to use for some, contrast of text outside of drawings included. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run()
    return violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    )
  })
}

/** Elements that reach out of the page to the right, and writing that reaches out of its drawing. */
export const overflows = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide`)
    for (const element of document.querySelectorAll('body *:not(.unseen):not(thead, thead *)')) {
      const box = element.getBoundingClientRect()
      if (box.width > 0 && box.right > clientWidth + 0.5)
        found.push(`beside: ${element.outerHTML.slice(0, 120)}`)
    }
    for (const text of document.querySelectorAll('svg text')) {
      const [own, around] = [
        text.getBoundingClientRect(),
        text.closest('svg')!.getBoundingClientRect(),
      ]
      const isOut =
        own.left < around.left - 1 ||
        own.right > around.right + 1 ||
        own.bottom > around.bottom + 1 ||
        own.top < around.top - 1
      if (isOut) found.push(`out of its drawing: ${text.outerHTML.slice(0, 120)}`)
    }
    return found
  })

/** Writing in drawings that stands out from what is behind it by less than 4.5 : 1; axe skips it. */
export const faintWriting = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    type Color = [number, number, number]
    const numbers = (color: string): Color =>
      color
        .match(/[\d.]+/g)!
        .slice(0, 3)
        .map(Number) as Color
    const luminance = (color: Color): number => {
      const [r, g, b] = color.map((value) => {
        const share = value / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
    }
    const behind = (text: Element): Color => {
      const back = numbers(getComputedStyle(document.body).backgroundColor)
      const cell = text.previousElementSibling
      if (!text.classList.contains('cell') || cell === null) return back
      const { fill, fillOpacity } = getComputedStyle(cell)
      const share = Number(fillOpacity)
      return numbers(fill).map((value, i) => share * value + (1 - share) * back[i]!) as Color
    }
    return [...document.querySelectorAll('figure svg text')].flatMap((text) => {
      const [a, b] = [luminance(numbers(getComputedStyle(text).fill)), luminance(behind(text))]
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
      return contrast < 4.5 ? [`${contrast.toFixed(2)}: ${text.outerHTML.slice(0, 120)}`] : []
    })
  })

/** Pairs of words in drawings that stand on each other. */
export const overlappingWriting = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('figure svg')].flatMap((drawing) => {
      const texts = [...drawing.querySelectorAll('text:not(.cell)')]
      const boxes = texts.map((text) => text.getBoundingClientRect())
      return texts.flatMap((text, i) =>
        boxes.slice(i + 1).flatMap((other, j) => {
          const own = boxes[i]!
          const wide = Math.min(own.right, other.right) - Math.max(own.left, other.left)
          const high = Math.min(own.bottom, other.bottom) - Math.max(own.top, other.top)
          // The boxes of letters have some air above and below.
          return wide > 0 && high > 4
            ? [`${text.textContent} / ${texts[i + 1 + j]!.textContent}`]
            : []
        }),
      )
    }),
  )
