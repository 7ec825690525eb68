// The browser that the tests of pages need: any Chromium or Chrome will do.
import { existsSync } from 'node:fs'
import { aptGetInstall, onPath } from './apt-get.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

export function findBrowser() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  return [...names.map(onPath), ...elsewhere].find((path) => path && existsSync(path))
}

export async function provideBrowser() {
  const found = findBrowser()
  if (found) return { path: found, note: found }
  if (await aptGetInstall('chromium')) {
    const installed = findBrowser()
    if (installed) return { path: installed, note: `installed ${installed}` }
  }
  return { note: 'no browser: install Chromium or Chrome, or set CHROMIUM_PATH to one' }
}
