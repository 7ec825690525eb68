import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os'
import { version } from '@parallax-ml/core'
import type { Environment } from './results.js'

/** Describes this machine, now. */
export function readEnvironment(): Environment {
  return {
    node: process.versions.node,
    platform: platform(),
    arch: arch(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    parallax: version,
    date: new Date().toISOString(),
  }
}
