// The machine that figures are from, in words.
import { cpus } from 'node:os'

/** Such as `AMD EPYC, 2 cores, linux, Node 20.20.2`. */
export function machine() {
  const [{ model }] = cpus()
  const { platform, versions } = process
  return `${model.trim()}, ${cpus().length} cores, ${platform}, Node ${versions.node}`
}
