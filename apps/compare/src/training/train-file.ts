import {
  type BackendV1,
  type Callback,
  type CheckpointStore,
  type FitResult,
  type ModelSpec,
  summary,
} from '@parallax-ml/core'
import { featureNames, type TableSource } from '@parallax-ml/datasets'
import { readSpec, requireFeatures } from '../models/read-spec.js'
import { type ChosenSpec, defaultSpec } from './default-spec.js'
import { describeData } from './describe-data.js'
import { type Judgement, judge } from './judgement.js'
import { type PreparedData, type PrepareOptions, prepareData } from './prepare-data.js'
import { type SettingOptions, settingsFor, type TrainingSettings } from './settings.js'
import { trainTable } from './train-table.js'

/** How to train on a file of data. */
export interface TrainFileOptions {
  readonly prepare: PrepareOptions
  readonly settings: SettingOptions
  /** A file with the spec; by default one is chosen. */
  readonly spec: string | undefined
  readonly backend: BackendV1
  /** Keeps the run, so that it can go on after an interruption. */
  readonly checkpoints: CheckpointStore
  readonly signal: AbortSignal | undefined
  /** What watches the run. */
  readonly callbacks: readonly Callback[]
  /** Told what is done and why, as it is done. */
  readonly say: (text: string) => void
}

/** A trained model, and how it came about. */
export interface TrainedFile {
  readonly run: FitResult
  readonly prepared: PreparedData
  readonly settings: TrainingSettings
  /** By the rows held back; absent where there are none. */
  readonly judgement: Judgement | undefined
}

/**
 * Prepares the data, chooses a spec where none is given, trains and judges.
 * @throws the errors of these steps.
 */
export async function trainFile(
  source: TableSource,
  options: TrainFileOptions,
): Promise<TrainedFile> {
  const { prepare, say, signal, callbacks } = options
  const prepared = await prepareData(source, prepare)
  const { encoding, trained, test, counts } = prepared
  say(describeData(prepared))
  const { spec, reasons } = await chooseSpec(prepared, options.spec)
  const settings = settingsFor(encoding, spec, counts.train, options.settings)
  say(`\n${describeSpec(spec, reasons)}\n`)
  const { seed } = prepare
  const { backend, checkpoints } = options
  if ((await checkpoints.list()).length > 0) {
    say('An earlier run was interrupted: going on from there (--fresh starts anew).\n')
  }
  const shared = { backend, spec, settings, seed, checkpoints, signal, callbacks }
  const run = await trainTable(prepared, shared)
  const isUsable = run.stopped.reason !== 'nonFiniteLoss'
  const judgement = isUsable && test ? await judge(run.model, test, encoding, trained) : undefined
  return { run, prepared, settings, judgement }
}

/**
 * The spec of a file, or one that the data call for.
 * @throws {OptionError} if it does not take the features.
 */
export async function chooseSpec(
  { encoding, counts }: PreparedData,
  file: string | undefined,
): Promise<ChosenSpec> {
  if (file === undefined) return defaultSpec(encoding, counts.train)
  const spec = await readSpec(file)
  requireFeatures(spec, featureNames(encoding), `--spec ${file}`)
  return { spec, reasons: [] }
}

const describeSpec = (spec: ModelSpec, reasons: readonly string[]): string =>
  [
    ...(reasons.length > 0 ? ['Network, chosen by the data (--spec gives another):'] : []),
    ...reasons.map((reason) => `- ${reason}`),
    summary(spec),
  ].join('\n')
