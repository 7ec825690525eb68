import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle } from '../bench/suite/bundle.mjs'
import { type Learned, train } from './browser/train.js'
import { browserPath, startBrowser } from './open-page.js'

// Nobody would notice in CI that these tests do not run, so there they fail without a browser.
const isSkipped = browserPath === undefined && !process.env.CI

/** Headers by the name of a way to serve pages. */
const headers = {
  plain: {},
  unsafe: { 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'" },
  strict: { 'content-security-policy': "script-src 'self'" },
  isolated: {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  },
}
type Serving = keyof typeof headers
type Question = Parameters<typeof train>

describe.skipIf(isSkipped)('core and native in a browser', () => {
  let browser: Browser
  let server: Server
  let expected: Learned

  beforeAll(async () => {
    const script = await bundle(join(import.meta.dirname, 'browser', 'script.ts'))
    server = createServer(({ url }, response) => {
      const [path, serving] = url!.slice(1).split('?') as [string, Serving | undefined]
      const isScript = path === 'script.js'
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      // A worker obeys the policy that its own script comes with.
      for (const header of Object.entries(headers[serving!] ?? {})) response.setHeader(...header)
      response.end(isScript ? script : `<script type="module" src="script.js?${serving}"></script>`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    browser = await startBrowser()
    expected = await train('xor')
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  async function openPage(serving: Serving): Promise<Page> {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?${serving}`)
    await page.waitForFunction(() => 'answer' in globalThis)
    return page
  }

  const inPage = (page: Page, ...question: Question): Promise<Learned> =>
    page.evaluate(
      (asked) =>
        (globalThis as unknown as Record<'answer', (q: Question) => Learned>).answer(asked),
      question,
    )

  const inWorker = (page: Page, serving: Serving, ...question: Question): Promise<Learned> =>
    page.evaluate(
      ([name, asked]) =>
        new Promise<Learned>((resolve, reject) => {
          const worker = new Worker(`script.js?${name}`, { type: 'module' })
          worker.onmessage = ({ data }) => resolve(data)
          worker.onerror = ({ message }) => reject(new Error(message))
          worker.postMessage(asked)
        }),
      [serving, question] as const,
    )

  test.each(['plain', 'unsafe'] as const)(
    'served %s: a page and a worker compile, and learn what Node learns to the bit',
    async (serving) => {
      const page = await openPage(serving)
      expect(expected.path).toBe('webassembly')
      expect(expected.answers.map(Math.round)).toEqual([0, 1, 1, 0])
      expect(await inPage(page, 'xor')).toEqual(expected)
      expect(await inWorker(page, serving, 'xor')).toEqual(expected)
      await page.close()
    },
  )

  test('where compiling is forbidden the interpreter runs, and info says so', async () => {
    const page = await openPage('strict')
    for (const run of [await inPage(page, 'xor'), await inWorker(page, 'strict', 'xor')]) {
      expect(run.path).toBe('interpreter')
      expect(run.answers.map(Math.round)).toEqual([0, 1, 1, 0])
      for (const [i, loss] of run.losses.entries()) expect(loss).toBeCloseTo(expected.losses[i]!, 4)
    }
    await page.close()
  })

  test('in an isolated page threads give the bits of one thread in Node', async () => {
    const page = await openPage('isolated')
    const wide = { ...(await train('wide')), threads: 2 }
    expect(await inPage(page, 'wide', 2)).toEqual(wide)
    await expect.poll(() => page.workers().length).toBe(0)
    expect(await inWorker(page, 'isolated', 'wide', 2)).toEqual(wide)
    await page.close()
  })

  test('in any other page threads are refused', async () => {
    const page = await openPage('plain')
    expect(await inPage(page, 'wide', 2)).toMatchObject({
      error: expect.stringMatching(/2 threads cannot share memory here/),
    })
    await page.close()
  })
})
