// The browser that the tests of pages need: any Chromium or Chrome will do.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { attached } from './processes.mjs'

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
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-y', '-qq']
    const aptGet = (...words) => attached([...quiet, ...words])
    await aptGet('update')
    await aptGet('install', '--no-install-recommends', 'chromium')
    const installed = findBrowser()
    if (installed) return { path: installed, note: `installed ${installed}` }
  }
  return { note: 'no browser: install Chromium or Chrome, or set CHROMIUM_PATH to one' }
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}
