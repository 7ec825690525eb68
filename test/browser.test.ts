import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle } from '../scripts/bundle.mjs'
import { trainXor, type XorRun } from './browser/train-xor.js'
import { browserPath, startBrowser } from './open-page.js'

// Nobody would notice in CI that these tests do not run, so there they fail without a browser.
const isSkipped = browserPath === undefined && !process.env.CI

const policies = {
  free: undefined,
  'wasm-unsafe-eval': "script-src 'self' 'wasm-unsafe-eval'",
  strict: "script-src 'self'",
}

describe.skipIf(isSkipped)('core and native in a browser', () => {
  let browser: Browser
  let server: Server
  let expected: XorRun

  beforeAll(async () => {
    const script = await bundle(join(import.meta.dirname, 'browser', 'script.ts'))
    server = createServer(({ url }, response) => {
      const [path, policy] = url!.slice(1).split('?') as [string, keyof typeof policies]
      const isScript = path === 'script.js'
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      // A worker obeys the policy that its own script comes with.
      const header = policies[policy]
      if (header !== undefined) response.setHeader('content-security-policy', header)
      response.end(isScript ? script : `<script type="module" src="script.js?${policy}"></script>`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    browser = await startBrowser()
    expected = await trainXor()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  async function openPage(policy: keyof typeof policies): Promise<Page> {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?${policy}`)
    await page.waitForFunction(() => 'answer' in globalThis)
    return page
  }

  const inPage = (page: Page): Promise<XorRun> =>
    page.evaluate(() => (globalThis as unknown as { answer(): Promise<XorRun> }).answer())

  const inWorker = (page: Page, policy: string): Promise<XorRun> =>
    page.evaluate(
      (name) =>
        new Promise<XorRun>((resolve, reject) => {
          const worker = new Worker(`script.js?${name}`, { type: 'module' })
          worker.onmessage = ({ data }) => resolve(data)
          worker.onerror = ({ message }) => reject(new Error(message))
          worker.postMessage('train')
        }),
      policy,
    )

  test.each(['free', 'wasm-unsafe-eval'] as const)(
    'policy %s: a page and a worker compile, and learn what Node learns to the bit',
    async (policy) => {
      const page = await openPage(policy)
      expect(expected.path).toBe('webassembly')
      expect(expected.answers.map(Math.round)).toEqual([0, 1, 1, 0])
      expect(await inPage(page)).toEqual(expected)
      expect(await inWorker(page, policy)).toEqual(expected)
      await page.close()
    },
  )

  test('where compiling is forbidden the interpreter runs, and info says so', async () => {
    const page = await openPage('strict')
    for (const run of [await inPage(page), await inWorker(page, 'strict')]) {
      expect(run.path).toBe('interpreter')
      expect(run.answers.map(Math.round)).toEqual([0, 1, 1, 0])
      for (const [i, loss] of run.losses.entries()) expect(loss).toBeCloseTo(expected.losses[i]!, 4)
    }
    await page.close()
  })
})
