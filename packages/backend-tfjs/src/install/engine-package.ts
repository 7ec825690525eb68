import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runTool, type ToolRun } from './run-tool.js'

/** The manifest and the lock file of the engine, whose checksums npm compares with what it fetches. */
const ours = fileURLToPath(new URL('../../engine/', import.meta.url))

/** Installs tfjs-node and what it needs into a folder, without running any of their scripts. */
export async function installEnginePackage(folder: string, { signal }: ToolRun): Promise<void> {
  await mkdir(folder, { recursive: true })
  await copyFile(join(ours, 'package.json'), join(folder, 'package.json'))
  await copyFile(join(ours, 'lock.json'), join(folder, 'package-lock.json'))
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  await runTool('npm', words, { cwd: folder, signal })
}
