// A page of a real browser with the backend on TensorFlow.js and the conformance suite in it.
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { bundleFiles } from '../suite/bundle.mjs'

const here = import.meta.dirname
const packageFolder = (name) => dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)))
const goldenFolder = join(packageFolder('@parallax-ml/conformance'), 'golden')
const tfjsRequire = createRequire(join(packageFolder('@parallax-ml/backend-tfjs'), 'package.json'))
const wasmFolder = dirname(tfjsRequire.resolve('@tensorflow/tfjs-backend-wasm'))

/** The suite reads its golden values from files; in a page, they come along. */
const goldenFiles = {
  name: 'golden-files',
  resolveId: (id) => (id === 'node:fs' ? '\0golden-files' : undefined),
  load(id) {
    if (id !== '\0golden-files') return undefined
    const names = readdirSync(goldenFolder).filter((name) => name.endsWith('.json'))
    const texts = names.map((name) => [name, readFileSync(join(goldenFolder, name), 'utf8')])
    return `const texts = new Map(${JSON.stringify(texts)})
      export const readFileSync = ({ pathname }) => texts.get(pathname.split('/').at(-1))`
  },
}

/** Serves the bundle and the engine's files on loopback. */
export async function serveTfjsPage() {
  const files = await bundleFiles(join(here, 'script.mjs'), [goldenFiles])
  const entry = files.find(({ isEntry }) => isEntry).fileName
  const contents = new Map(files.map(({ fileName, code }) => [`/${fileName}`, code]))
  const server = createServer(({ url }, response) => {
    const send = (type, content) => response.setHeader('content-type', type).end(content)
    if (url === '/') send('text/html', `<script type="module" src="${entry}"></script>`)
    else if (contents.has(url)) send('text/javascript', contents.get(url))
    else if (url.startsWith('/wasm/'))
      send('application/wasm', readFileSync(join(wasmFolder, basename(url))))
    else response.writeHead(404).end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}/`
  return { url, entry, close: () => server.close() }
}

const launch = (executablePath, args, ignoreDefaultArgs = []) => {
  if (executablePath === undefined) {
    throw new Error('There is no browser. Install Chromium or Chrome, or set CHROMIUM_PATH to one.')
  }
  const always = ['--no-sandbox', '--disable-dev-shm-usage']
  return chromium.launch({ executablePath, args: [...always, ...args], ignoreDefaultArgs })
}

const inSoftware = '--enable-unsafe-swiftshader'

/** Starts a browser whose WebGL runs on an imitation of a graphics device, the same everywhere. */
export const startSoftwareGl = async (path) => launch(path, ['--use-angle=swiftshader', inSoftware])

/** Starts a browser whose WebGL runs on the machine's graphics device. */
export const startDeviceGl = async (path) => launch(path, ['--enable-gpu'], [inSoftware])

/** Starts a browser without WebGL. */
export const startWithoutGl = async (path) =>
  launch(path, ['--disable-gpu', '--disable-software-rasterizer'], [inSoftware])

/** Options of the backend in such a page. */
export const optionsOf = (engine) =>
  engine === 'wasm' ? { engine, wasmPaths: '/wasm/' } : { engine }

/** Opens the page; asks in the page, or in a worker of it. */
export async function openTfjsPage(browser, { url, entry }) {
  const page = await browser.newPage()
  await page.goto(url)
  await page.waitForFunction(() => 'answer' in globalThis)
  const ask = (...question) => page.evaluate((asked) => globalThis.answer(asked), question)
  const askWorker = (questions) =>
    page.evaluate(
      async ([script, all]) => {
        const worker = new Worker(script, { type: 'module' })
        const answers = []
        for (const question of all) {
          answers.push(
            await new Promise((resolve, reject) => {
              worker.onmessage = ({ data }) => resolve(data)
              worker.onerror = ({ message }) => reject(new Error(message))
              worker.postMessage(question)
            }),
          )
        }
        worker.terminate()
        return answers
      },
      [entry, questions],
    )
  return { ask, askWorker, close: () => page.close() }
}
