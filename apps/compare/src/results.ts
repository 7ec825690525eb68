import type { Agreement } from './agreement/matrix.js'
import type { Baselines } from './baselines/index.js'
import type { Protocol } from './protocol.js'
import type { TestScores } from './tasks/task.js'

/** One task on one backend from one seed, as it stands in `results.json`. */
export interface Run {
  readonly task: string
  readonly backend: string
  readonly seed: number
  /** What really ran; `native` says whether the engine is native code, `path` how programs run. */
  readonly engine: {
    readonly name: string
    readonly version: string
    readonly native: boolean
    readonly path: string
    readonly threads: number
  }
  /** `loss` and `accuracy`, or `r2Score`. */
  readonly train: TestScores
  /** The same, and `expectedCalibrationError`, or `rootMeanSquaredError`. */
  readonly test: TestScores
  readonly timing: {
    readonly compileMs: number
    readonly trainMs: number
    readonly stepsPerSecond: number
    readonly predictRowsPerSecond: number
  }
  /** Resident memory of the process: before its first run, and the most that it has held so far. */
  readonly memory: { readonly startBytes: number; readonly peakBytes: number }
  /** Numbers that training changes. */
  readonly parameters: number
  readonly stopped: { readonly reason: string; readonly epoch: number }
}

/** A run that came to nothing. */
export interface RunError {
  readonly task: string
  readonly backend: string
  readonly seed: number
  readonly code: string
  readonly message: string
}

/** Baselines on the rows of one seed. */
export interface SeedBaselines extends Baselines {
  readonly task: string
  readonly seed: number
}

/** Where and when the runs were made. */
export interface Environment {
  readonly node: string
  readonly platform: string
  readonly arch: string
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  readonly parallax: string
  /** Start of the comparison, ISO 8601. */
  readonly date: string
}

/** The contents of `results.json`. */
export interface Results {
  readonly schemaVersion: 2
  readonly environment: Environment
  /** How the numbers were made, for people. */
  readonly protocol: Protocol
  /** Whether all runs were made, or the comparison was interrupted. */
  readonly complete: boolean
  readonly runs: readonly Run[]
  readonly errors: readonly RunError[]
  readonly baselines: readonly SeedBaselines[]
  /** How far backends differ, from the first seed of each task. */
  readonly agreements: readonly Agreement[]
}
