import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundleFiles } from '../bench/suite/bundle.mjs'
import {
  type AnsweringPage,
  openTfjsPage,
  optionsOf,
  type Served,
  serveTfjsPage,
  startSoftwareGl,
  startWithoutGl,
} from '../bench/tfjs-page/open-page.mjs'
import { type Trained, train } from '../bench/tfjs-page/train.mjs'
import {
  allCases,
  type CaseResult,
  formatTallies,
  idOf,
  tally,
} from '../packages/conformance/src/cases.js'
import { interpreter } from '../packages/core/src/index.js'
import { browserPath } from './open-page.js'

// Nobody would notice in CI that these tests do not run, so there they fail without a browser.
const isSkipped = browserPath === undefined && !process.env.CI

/** Engines; two of them compute each case in a millisecond, the third compiles shaders for it. */
const engines = ['cpu', 'wasm', 'webgl']

/** The part of the suite that every run checks; `PARALLAX_WHOLE_KIT=1` checks all of it. */
const isWhole = process.env.PARALLAX_WHOLE_KIT === '1'
const part =
  /^(round trips|sessions|lifecycle|refusal)\/|^operations\/(mul|div|pow|exp|log|log1p|tanh|sigmoid|relu|softplus|max|argmax|softmax|logSoftmax|cast|uniform|gather|maxPool): (?!\d+ samples)/
const suite = allCases()
const chosen = suite.flatMap((one, place) => {
  const isRun = one.precisions?.includes('float32') ?? true
  return isRun && (isWhole || part.test(idOf(one))) ? [place] : []
})

/** The result of a case, and its place in the suite. */
type Checked = CaseResult & { readonly place: number }

describe.skipIf(isSkipped)('TensorFlow.js in a browser', () => {
  let browser: Browser
  let served: Served

  beforeAll(async () => {
    served = await serveTfjsPage()
    browser = await startSoftwareGl(browserPath)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    served?.close()
  })

  describe.each(engines)('%s', (engine) => {
    let page: AnsweringPage
    beforeAll(async () => {
      page = await openTfjsPage(browser, served)
      const { error } = await page.ask('start', optionsOf(engine))
      expect(error).toBeUndefined()
    }, 60_000)
    afterAll(() => page?.close())

    test('info says which engine runs, and on what', async () => {
      const { value } = await page.ask('start', optionsOf(engine))
      expect(value).toMatchObject({
        engine: { name: 'tensorflow.js', version: '4.22.0', native: false },
        device: engine === 'webgl' ? expect.stringMatching(/SwiftShader/) : 'cpu',
        threads: 1,
        path: expect.stringMatching(/operation by operation/),
      })
    })

    test.each([
      { task: 'xor', epochs: 100, bound: 1e-5 },
      { task: 'small cnn', epochs: 2, bound: 3e-5 },
    ] as const)('learns $task as core does in float64, and leaves no tensor', async (row) => {
      const { task, epochs, bound } = row
      const { value, error, tensorsLeft } = await page.ask<Trained>('train', task, epochs)
      expect(error).toBeUndefined()
      expectSame(value!, await train(interpreter, task, epochs, 'float64'), bound)
      expect(tensorsLeft).toBe(0)
    })

    test('passes its part of the conformance suite, and leaves no tensor', async () => {
      const results: Checked[] = []
      const left: string[] = []
      for (let i = 0; i < chosen.length; i += 50) {
        const places = chosen.slice(i, i + 50)
        const { value, error, tensorsLeft } = await page.ask<Checked[]>('check', places)
        expect(error).toBeUndefined()
        results.push(...value!)
        if (tensorsLeft !== 0) left.push(`${tensorsLeft} after ${idOf(suite[places[0]!]!)} …`)
      }
      const tallies = results.map((result) => {
        return { ...result, level: suite[result.place]!.level, precision: 'float32' as const }
      })
      console.log(
        `tfjs-${engine} in Chromium ${browser.version()}\n${formatTallies(tally(tallies))}`,
      )
      const failed = results.filter(({ outcome }) => outcome !== 'passed')
      expect(failed.map(({ place, error }) => `${idOf(suite[place]!)}: ${error}`)).toEqual([])
      expect(left).toEqual([])
      expect(results).toHaveLength(chosen.length)
    }, 7_200_000)

    test('learns in a worker too', async () => {
      const questions = [
        ['start', optionsOf(engine)],
        ['train', 'xor', 5],
      ]
      const [started, { value, tensorsLeft } = {}] = await page.askWorker<Trained>(questions)
      expect(started!.error).toBeUndefined()
      expectSame(value!, await train(interpreter, 'xor', 5, 'float64'), 1e-5)
      expect(tensorsLeft).toBe(0)
    })
  })

  test('the engine in WebAssembly says what it needs where its files are not served', async () => {
    const page = await openTfjsPage(browser, served)
    const options = { engine: 'wasm', wasmPaths: '/elsewhere/' }
    const { error, code } = await page.ask('start', options)
    expect(code).toBe('UNSUPPORTED')
    expect(error).toMatch(/tfjs-wasm.*serve the \.wasm files .* wasmPaths/s)
    await page.close()
  })

  test('a browser without WebGL says so', async () => {
    const other = await startWithoutGl(browserPath)
    const page = await openTfjsPage(other, served)
    const { error, code } = await page.ask('start', { engine: 'webgl' })
    expect(code).toBe('UNSUPPORTED')
    expect(error).toMatch(/tfjs-webgl.*in a browser with WebGL 2/s)
    await other.close()
  })
})

test('the bundle for browsers needs nothing but itself, and loads engines on demand', async () => {
  const entry = join(import.meta.dirname, '../packages/backend-tfjs/src/browser.ts')
  const files = await bundleFiles(entry)
  const names = files.map(({ fileName }) => fileName)
  const outside = files.flatMap(({ imports }) => imports.filter((name) => !names.includes(name)))
  expect(outside).toEqual([])
  for (const { code } of files) expect(code).not.toMatch(/["'`]node:/)
  const first = files.find(({ isEntry }) => isEntry)!
  expect(first.code).not.toMatch(/compileAndRun\(\w+,\w+,\w+\)\{|registerBackend/)
})

function expectSame(actual: Trained, expected: Trained, bound: number): void {
  for (const [i, loss] of actual.losses.entries()) {
    const right = expected.losses[i]!
    expect(Math.abs(loss - right), `loss of epoch ${i}`).toBeLessThanOrEqual(
      bound * Math.abs(right),
    )
  }
  expect(actual.losses).toHaveLength(expected.losses.length)
}
