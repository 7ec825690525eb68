import { runTool, type ToolRun } from './run-tool.js'

/** Longest that the official installer may take, in milliseconds. */
const limit = 15 * 60_000

/** Runs tfjs-node's own install script in `folder`, which downloads its library and its binding. */
export async function installOfficially(folder: string, { signal }: ToolRun): Promise<void> {
  const signals = [AbortSignal.timeout(limit), ...(signal ? [signal] : [])]
  const words = ['rebuild', '@tensorflow/tfjs-node', '--foreground-scripts']
  await runTool('npm', words, { cwd: folder, signal: AbortSignal.any(signals) })
}
