import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreementPage } from '../apps/compare/src/testing/agreement-page.js'
import { hostileComparison } from '../apps/compare/src/testing/hostile-comparison.js'
import { reportHtml } from '../packages/report/src/index.js'
import { everyFigure } from '../packages/report/src/testing/every-figure.js'
import {
  accessibilityFaults,
  browserPath,
  faintWriting,
  openFile,
  overflows,
  overlappingWriting,
  startBrowser,
} from './open-page.js'

// Nobody would notice in CI that these tests do not run, so there they fail without a browser.
const isSkipped = browserPath === undefined && !process.env.CI

const folder = mkdtempSync(join(tmpdir(), 'parallax-pages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pages = {
  'every kind of figure': async () =>
    reportHtml({
      title: 'Every kind of figure',
      subtitle: 'now and here',
      summary: 'All are drawn.',
      verdicts: (['good', 'neutral', 'bad', 'failed'] as const).map((tone) => ({
        tone,
        subject: tone,
        text: `What is ${tone}.`,
      })),
      sections: [
        { title: 'Figures', figures: everyFigure },
        { title: 'Facts', text: ['A paragraph.'], facts: { name: 'value' } },
      ],
    }),
  'a comparison with hostile names, a failed backend and several seeds': () =>
    hostileComparison(folder),
  'agreement of backends, with kinks, refusals and figures beyond a bound': agreementPage,
}

describe.skipIf(isSkipped).each(Object.entries(pages))('%s', (name, make) => {
  const file = join(folder, `${name.replaceAll(' ', '-')}.html`)
  let browser: Browser
  beforeAll(async () => {
    writeFileSync(file, await make())
    browser = await startBrowser()
  }, 60_000)
  afterAll(() => browser?.close())

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [800, 'light'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)(
    'at %d px, %s: no trouble, nothing outside, everything legible',
    async (width, colorScheme) => {
      const { page, troubles } = await openFile(browser, file, { width, colorScheme })
      expect(await overflows(page)).toEqual([])
      expect(await overlappingWriting(page)).toEqual([])
      expect(await faintWriting(page)).toEqual([])
      expect(await accessibilityFaults(page)).toEqual([])
      expect(troubles).toEqual([])
      await page.close()
    },
    60_000,
  )

  test('the data of a figure are saved from the page itself', async () => {
    const look = { width: 1280, colorScheme: 'light' } as const
    const { page, troubles } = await openFile(browser, file, look)
    const links = page.locator('a[download]')
    expect(await links.count()).toBe(await page.locator('figure').count())
    const [download] = await Promise.all([page.waitForEvent('download'), links.first().click()])
    expect(download.suggestedFilename()).toMatch(/^[\w-]+\.csv$/)
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n')
    expect(lines.length).toBeGreaterThan(2)
    expect(troubles).toEqual([])
    await page.close()
  }, 30_000)

  test('on paper it is light, in a dark room too, and fits the sheet', async () => {
    const { page } = await openFile(browser, file, { width: 794, colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print' })
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(27, 31, 36)')
    expect(await page.locator('nav').isVisible()).toBe(false)
    expect(await overflows(page)).toEqual([])
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
    await page.close()
  }, 30_000)

  test('nothing in it could run, load or send anything, but the one script of its sliders', async () => {
    const look = { width: 1280, colorScheme: 'light' } as const
    const { page, troubles } = await openFile(browser, file, look)
    const active = 'img, iframe, object, embed, form, link, base, [onerror], [onload], [onclick]'
    expect(await page.locator(active).count()).toBe(0)
    const sliders = await page.locator('[data-what-if]').count()
    expect(await page.locator('script').count()).toBe(sliders > 0 ? 1 : 0)
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "taken over"'
      document.body.append(script)
    })
    expect(await page.title()).not.toBe('taken over')
    expect(troubles.join()).toMatch(/violates the following Content Security Policy directive/)
    await page.close()
  }, 30_000)
})
