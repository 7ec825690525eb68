/** Accuracy and loss on one set of rows. */
export interface RunScores {
  readonly accuracy: number
  readonly loss: number
}

/** One task on one backend from one seed, as it stands in `results.json`. */
export interface Run {
  readonly task: string
  readonly backend: string
  readonly seed: number
  /** What really ran; `native` says whether the engine is native code. */
  readonly engine: { readonly name: string; readonly version: string; readonly native: boolean }
  readonly train: RunScores
  readonly test: RunScores
  readonly timing: {
    readonly compileMs: number
    readonly trainMs: number
    readonly stepsPerSecond: number
    readonly predictRowsPerSecond: number
  }
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

/** Where and when the runs were made. */
export interface Environment {
  readonly node: string
  readonly platform: string
  readonly arch: string
  readonly cpu: string
  readonly cores: number
  readonly parallax: string
  /** Start of the comparison, ISO 8601. */
  readonly date: string
}

/** The contents of `results.json`. */
export interface Results {
  readonly schemaVersion: 1
  readonly environment: Environment
  /** How the numbers were made, for people. */
  readonly protocol: string
  readonly runs: readonly Run[]
  readonly errors: readonly RunError[]
}
