// Training steps per second of the backend on TensorFlow.js in a page of Chromium, engine by engine.
import { parseArgs } from 'node:util'
import {
  openTfjsPage,
  optionsOf,
  serveTfjsPage,
  startDeviceGl,
  startSoftwareGl,
} from './tfjs-page/open-page.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    engines: { type: 'string', default: 'wasm,cpu,webgl' },
    browser: { type: 'string', default: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' },
    gpu: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(`usage: node bench/tfjs-browser.mjs [--rounds 3] [--engines wasm,cpu,webgl] [--browser PATH] [--gpu]

--browser  Chromium or Chrome; by default CHROMIUM_PATH, else /usr/bin/chromium
--gpu      take the machine's graphics device instead of an imitation in software`)
  process.exit(0)
}

/** Epochs of a measurement: one step each of XOR, eight of the CNN on images of 28 × 28, batch 32. */
const epochs = { xor: 100, cnn: 1 }

const server = await serveTfjsPage()
const browser = await (values.gpu ? startDeviceGl : startSoftwareGl)(values.browser)
const rows = []
for (const engine of values.engines.split(',')) {
  const page = await openTfjsPage(browser, server)
  const { device, path } = await answerOf(page.ask('start', optionsOf(engine)))
  const row = { engine, 'runs on': path.split(',')[0], device }
  for (const [name, count] of Object.entries(epochs)) {
    const speeds = []
    // The first one compiles shaders and code.
    for (let round = -1; round < Number(values.rounds); round++) {
      const { stepsPerSecond } = await answerOf(page.ask('train', name, count))
      if (round >= 0) speeds.push(stepsPerSecond)
    }
    row[`${name}, steps/s`] = speeds.toSorted((a, b) => a - b)[speeds.length >> 1].toPrecision(3)
  }
  rows.push(row)
  await page.close()
}
await browser.close()
server.close()
console.log(`Chromium ${browser.version()}; medians of ${values.rounds}`)
console.table(rows)

async function answerOf(answer) {
  const { value, error } = await answer
  if (error !== undefined) throw new Error(error)
  return value
}
