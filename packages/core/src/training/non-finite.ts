import type { Tensor } from '../backend/tensor.js'
import type { NumberArray } from '../interpreter/kernels/arrays.js'
import { type Architecture, architectureOf } from '../model/architecture.js'
import { trainableOf } from '../model/layout.js'
import { withTrainable } from '../spec/with-trainable.js'
import { stateNames, toFlat, toNamed } from './named-state.js'
import { inspectionProgram } from './programs.js'
import type { Run } from './run.js'
import { stepFeeds } from './step-feeds.js'
import type { NonFinite } from './stopped.js'

/** Steps per call while steps are repeated. */
const chunk = 50

/**
 * Why the loss of the step just done is not finite: repeats the steps before it from the last
 * snapshot, which gives the same numbers, and looks into the step that went wrong. The session is
 * left with the last weights that were finite.
 */
export async function describeNonFinite(run: Run): Promise<NonNullable<Run['end']>> {
  const { step, loss } = run
  const nonFinite = await locate(run)
  const place = placeOf(nonFinite)
  return {
    reason: 'nonFiniteLoss',
    nonFinite,
    message: `The loss became ${loss} in step ${step}: ${place}. Try a smaller learning rate, or normalise the inputs.`,
  }
}

function placeOf({ in: where, layer, weight, step }: NonFinite): string {
  switch (where) {
    case 'output':
      return `the output of layer '${layer}' is the first that is not finite`
    case 'gradient':
      return `the gradient of ${weight} was not finite in step ${step}`
    case 'weights':
      return `${weight} was not finite after step ${step}`
    case 'loss':
      return 'the outputs are finite, the loss of them is not'
  }
}

async function locate(run: Run): Promise<NonFinite> {
  const { step, snapshot, plan } = run
  const architecture = architectureOf(withTrainable(plan.architecture.spec, run.trainable))
  const before = await stateAfter(run, architecture, step - 1)
  const broken = firstBroken(architecture, before)
  if (broken === undefined) {
    const { layer } = await inspect(run, architecture, step)
    return layer === undefined ? { in: 'loss', step } : { in: 'output', layer, step }
  }
  const weights = { in: 'weights', ...broken, step: step - 1 } as const
  if (snapshot!.step > step - 2) return weights
  await stateAfter(run, architecture, step - 2)
  const { weight } = await inspect(run, architecture, step - 1)
  if (weight === undefined) return weights
  return { in: 'gradient', weight, layer: layerOf(weight), step: step - 1 }
}

/** Brings the session to the state after `step` steps, and gives the weights. */
async function stateAfter(
  run: Run,
  { layout }: Architecture,
  step: number,
): Promise<Readonly<Record<string, Tensor>>> {
  const { plan, phase, snapshot } = run
  const { session, program, feedsOf } = phase!
  await session.writeState(toFlat(plan.optimizer, layout, snapshot!.state))
  for (let at = snapshot!.step; at < step; at += chunk) {
    const count = Math.min(chunk, step - at)
    await program.runSteps(await feedsOf(at, count), count)
  }
  return toNamed(
    plan.optimizer,
    layout,
    await session.readState(stateNames(plan.optimizer, layout)),
  )
}

function firstBroken(
  { layout }: Architecture,
  state: Readonly<Record<string, Tensor>>,
): { layer: string; weight: string } | undefined {
  const entry = layout.entries.find(({ path }) => !areFinite(state[path]!.data))
  return entry && { layer: layerOf(entry.path), weight: entry.path }
}

const layerOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

const areFinite = (values: NumberArray): boolean => values.every(Number.isFinite)

/** The first layer of a step whose output is not finite, and the first weight whose gradient is not. */
async function inspect(
  { plan, phase, ...state }: Run,
  architecture: Architecture,
  step: number,
): Promise<{ layer: string | undefined; weight: string | undefined }> {
  const program = inspectionProgram(architecture, plan.objective, plan.training.batch)
  const compiled = await phase!.session.compile(program)
  const feeds = await stepFeeds(plan, program, state)(step - 1, 1)
  const outputs = await compiled.runSteps(feeds, 1)
  const call = architecture.calls.find((_, i) => !areFinite(outputs[`call/${i}`]!))
  const weight = trainableOf(architecture.layout).find(
    ({ offset, size }) => !areFinite(outputs.gradient!.subarray(offset, offset + size)),
  )
  return { layer: call?.layer.name, weight: weight?.path }
}
