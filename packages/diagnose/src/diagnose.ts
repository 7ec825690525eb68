import {
  type BackendV1,
  isParallaxError,
  OptionError,
  type Precision,
  parseWith,
  suggest,
} from '@parallax-ml/core'
import { z } from 'zod'
import { type Bench, openBench } from './bench/bench.js'
import { type Check, notAssessable } from './checks/check.js'
import { checks } from './checks/index.js'
import { type Finding, severities } from './finding.js'
import { type Confirmation, confirm } from './remedies/confirm.js'
import { type Trial, tryRemedies } from './remedies/trial.js'
import { type DiagnosisData, type Recipe, subjectOf } from './subject.js'

/** Options of {@link diagnose}. */
export interface DiagnoseOptions {
  readonly backend: BackendV1
  /** Default `float32`. */
  readonly precision?: Precision
  /** Decides folds, first weights and every draw. Default 0. */
  readonly seed?: number
  /** How often rows are divided anew for cross-validation of five folds. Default 2. */
  readonly repeats?: number
  /** Run the same weights, to see whether they give the same answers. Default none. */
  readonly backends?: readonly BackendV1[]
  /** Names of the checks to make. Default all. */
  readonly checks?: readonly string[]
  /** Whether the remedies of what is found are tried, or which. Default false. */
  readonly fix?: boolean | readonly string[]
  /** Ends it between trainings; what is done is kept. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: DiagnosisProgress) => void
}

/** What {@link diagnose} tells while it works. */
export interface DiagnosisProgress {
  /** The check or remedy at work. */
  readonly at: string
  readonly done: number
  readonly total: number
  readonly trainings: number
}

/** What {@link diagnose} gives: plain data. */
export interface Diagnosis {
  /** The worst first. */
  readonly findings: readonly Finding[]
  readonly trials: readonly Trial[]
  /** The best of what helped, judged once by the test rows. */
  readonly confirmed?: Confirmation
  readonly backend: string
  readonly cost: { readonly trainings: number; readonly ms: number }
  /** Whether the signal ended it early. */
  readonly complete: boolean
}

const backend = z.custom<BackendV1>(
  (value) => (value as BackendV1 | undefined)?.contract === 'v1',
  'not a backend of contract v1',
)
const schema = z.strictObject({
  backend,
  precision: z.enum(['float32', 'float64']).default('float32'),
  seed: z.int().min(0).default(0),
  repeats: z.int().min(1).default(2),
  backends: z.array(backend).default([]),
  checks: z.array(z.string()).optional(),
  fix: z.union([z.boolean(), z.array(z.string())]).default(false),
  signal: z.unknown().optional(),
  onProgress: z.unknown().optional(),
})

/**
 * Finds what is wrong with a network and its data, and tries what may mend it.
 *
 * @throws {OptionError} if an option or the recipe is wrong. @throws {DataError} if rows are.
 *
 * @example
 * const { findings, trials } = await diagnose(
 *   { spec, loss: 'sparseCategoricalCrossentropy', epochs: 50 },
 *   { train: { x, y }, classNames },
 *   { backend: native, fix: true },
 * )
 */
export async function diagnose(
  recipe: Recipe,
  data: DiagnosisData,
  options: DiagnoseOptions,
): Promise<Diagnosis> {
  const parsed = parseWith(schema, options, 'diagnose options', OptionError)
  const { signal, onProgress } = options
  const { backend, backends: others, precision, seed, repeats, fix } = parsed
  const chosen = parsed.checks?.map(checkOf) ?? checks
  const subject = subjectOf(recipe, data)
  const bench = openBench(subject, { backend, precision, signal }, { seed, repeats, others })
  const findings: Finding[] = []
  try {
    for (const [done, check] of chosen.entries()) {
      if (signal?.aborted) break
      const { trainings } = bench.cost
      onProgress?.({ at: check.question, done, total: chosen.length, trainings })
      findings.push(await findingOf(check, bench))
    }
    findings.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    const names = fix === true ? remediesOf(findings) : fix === false ? [] : fix
    const trials = signal?.aborted ? [] : await tryRemedies(bench, names)
    const confirmed = signal?.aborted ? undefined : await confirm(bench, trials)
    const complete = signal?.aborted !== true
    return {
      findings,
      trials,
      ...(confirmed && { confirmed }),
      backend: backend.name,
      cost: bench.cost,
      complete,
    }
  } finally {
    await bench.dispose()
  }
}

/** What a check finds; an error of ours inside it says that it could not be assessed, and why. */
async function findingOf(check: Check, bench: Bench): Promise<Finding> {
  const { id, thresholdSource, question } = check
  const without = (reason: string): Finding => ({
    id,
    thresholdSource,
    ...notAssessable(question, reason, bench.subject.train.y.length),
  })
  const missing = check.notFor?.(bench.subject)
  if (missing !== undefined) return without(missing)
  try {
    return { id, thresholdSource, ...(await check.assess(bench)) }
  } catch (error) {
    if (!isParallaxError(error)) throw error
    return without(error.message)
  }
}

/** The remedies of what is wrong, the worst first, each once. */
const remediesOf = (findings: readonly Finding[]): string[] => [
  ...new Set(
    findings
      .filter(({ severity }) => severity === 'problem' || severity === 'warn')
      .flatMap(({ remedies }) => remedies),
  ),
]

function checkOf(id: string): Check {
  const found = checks.find((check) => check.id === id)
  if (found !== undefined) return found
  throw new OptionError({
    where: 'diagnose options.checks',
    problem: `there is no '${id}'`,
    hint: suggest(
      id,
      checks.map((check) => check.id),
    ),
  })
}
