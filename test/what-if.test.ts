import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createModel,
  dense,
  interpreter,
  normalization,
  sequential,
} from '../packages/core/src/index.js'
import { pageLayers, reportHtml, type WhatIfFigure } from '../packages/report/src/index.js'
import { hash, source } from '../packages/report/src/page-script/compiled.js'
import { compiledPageScript } from '../scripts/page-script.mjs'
import { browserPath, openFile, startBrowser } from './open-page.js'

const isSkipped = browserPath === undefined && !process.env.CI

test('the script of pages is compiled from its source, and its hash is its own', () => {
  const target = join(import.meta.dirname, '../packages/report/src/page-script/compiled.ts')
  const words = 'out of date: run node scripts/page-script.mjs'
  expect(readFileSync(target, 'utf8') === compiledPageScript(), words).toBe(true)
  expect(hash).toBe(`sha256-${createHash('sha256').update(source).digest('base64')}`)
})

describe.skipIf(isSkipped)('sliders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parallax-what-if-'))
  const file = join(folder, 'page.html')
  const spec = sequential({
    inputShape: [3],
    layers: [
      normalization({ mean: [1, 2, 3], variance: [4, 1, 2] }),
      dense({ units: 5, activation: 'tanh' }),
      dense({ units: 2, activation: 'softmax' }),
    ],
  })
  const model = createModel(spec, { backend: interpreter, precision: 'float32', seed: 5 })
  const row = [0.1, 0.25, -1]
  let browser: Browser
  let page: Page
  let troubles: readonly string[]

  beforeAll(async () => {
    const prediction = Array.from((await model.predict([row])).data)
    const figure: WhatIfFigure = {
      kind: 'whatIf',
      title: 'Sliders',
      see: 'They move.',
      features: row.map((value, i) => ({
        name: `feature ${i}`,
        value,
        baseline: 0,
        ...(i !== 2 && { min: -2, max: 2, step: 0.25 }),
      })),
      layers: pageLayers(model),
      outputNames: ['<no>', 'yes'],
      unit: 'probability',
      prediction,
      predictedBy: 'the interpreter in float32',
    }
    writeFileSync(file, reportHtml({ title: 't', sections: [{ title: 's', figures: [figure] }] }))
    browser = await startBrowser()
    const look = { width: 800, colorScheme: 'light' } as const
    ;({ page, troubles } = await openFile(browser, file, look))
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await model.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  const said = async (): Promise<number[]> =>
    (await page.locator('[data-output] .value').allTextContents()).map(Number)

  test('show at first what the model says, and by how much the page is off', async () => {
    const { data } = await model.predict([row])
    expect(await said()).toEqual(Array.from(data, (value) => Number(value.toPrecision(3))))
    const text = await page.locator('[data-gap]').textContent()
    expect(text).toMatch(
      /this page is off by \d\.\de−\d+ from the interpreter in float32; up to 1e−4 is allowed/,
    )
  })

  test('are moved by keys, and the answer and its reasons follow as the model would answer', async () => {
    await page.getByRole('slider', { name: 'feature 1' }).focus()
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
    const moved = await page.locator('input[name="1"]').inputValue()
    expect(Number(moved)).toBe(1.25)
    const { data } = await model.predict([[row[0]!, 1.25, row[2]!]])
    expect(await said()).toEqual(Array.from(data, (value) => Number(value.toPrecision(3))))

    const texts = await page.locator('[data-feature] .value').allTextContents()
    const sum = texts.reduce((total, text) => total + Number(text.replace('−', '-')), 0)
    const base = Array.from((await model.predict([[0, 0, 0]])).data)
    const output = Number(await page.getByRole('combobox').inputValue())
    expect(sum).toBeCloseTo(data[output]! - base[output]!, 2)
  })

  test('explain the other output when it is chosen', async () => {
    const before = await page.locator('[data-feature] .value').allTextContents()
    await page.getByRole('combobox').selectOption({ label: '<no>' })
    const one = await page.locator('[data-feature] .value').allTextContents()
    await page.getByRole('combobox').selectOption({ label: 'yes' })
    const other = await page.locator('[data-feature] .value').allTextContents()
    expect([one, other]).toContainEqual(before)
    // What speaks for one of two shares speaks as much against the other.
    const number = (text: string) => Number(text.replace('−', '-'))
    one.forEach((text, i) => {
      expect(number(text)).toBeCloseTo(-number(other[i]!), 4)
    })
  })

  test('go back to the row, and nothing was asked for', async () => {
    await page.getByRole('button', { name: 'Back to the row as it is' }).click()
    const { data } = await model.predict([row])
    expect(await said()).toEqual(Array.from(data, (value) => Number(value.toPrecision(3))))
    expect(troubles).toEqual([])
  })

  test('say so where the page does not say what the model said', async () => {
    const wrong = join(folder, 'wrong.html')
    const html = readFileSync(file, 'utf8')
    const tampered = html.replace(/&quot;bias&quot;:\[[^,\]]*/, '&quot;bias&quot;:[0.5')
    expect(tampered).not.toBe(html)
    writeFileSync(wrong, tampered)
    const opened = await openFile(browser, wrong, { width: 800, colorScheme: 'light' })
    expect(await opened.page.locator('[data-gap]').textContent()).toMatch(
      /more than the 1e−4 that is allowed: do not trust what the sliders show\.$/,
    )
    await opened.page.close()
  })
})
