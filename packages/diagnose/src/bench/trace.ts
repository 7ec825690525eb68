import {
  type Callback,
  createModel,
  createProbe,
  gradients,
  type ModelSpec,
  type NamedLayer,
  type Tensor,
} from '@parallax-ml/core'
import type { LabelledRows, Subject } from '../subject.js'
import { pick } from './answers.js'
import { dataOf, type TrainingPlace } from './predictor.js'

/** The weights after some epochs; 0 is before the first step. */
export interface Snapshot {
  readonly epoch: number
  readonly weights: Readonly<Record<string, Tensor>>
}

/** What a network is like after some epochs, on the training rows. */
export interface TracePoint {
  readonly epoch: number
  /** Mean loss, without penalties and without dropout. */
  readonly loss: number
  /** Norm of the loss's gradient in each layer that learns, in the order of the layers. */
  readonly norms: Readonly<Record<string, number>>
  /** Of each relu layer the share of units that are 0 on all rows. */
  readonly silent: Readonly<Record<string, number>>
}

const mostPoints = 6
/** Of so many rows at most, the first; data sets of any size take the same time. */
export const rowsTraced = 500

/** Keeps the weights before the first step and after a few epochs. */
export const snapshotsInto = (snapshots: Snapshot[], epochs: number): Callback => ({
  name: 'snapshots',
  begin: () => ({
    everyEpochs: Math.max(1, Math.ceil(epochs / mostPoints)),
    async onTrainBegin({ weights }) {
      snapshots.push({ epoch: 0, weights: await weights() })
    },
    async onEpochEnd({ epoch, weights }) {
      snapshots.push({ epoch, weights: await weights() })
    },
  }),
})

/** Gradients and silent units at every snapshot. */
export async function traceOf(
  { recipe: { spec, loss }, train }: Subject,
  snapshots: readonly Snapshot[],
  { backend, precision }: TrainingPlace,
): Promise<readonly TracePoint[]> {
  const rows = firstRows(train)
  const points: TracePoint[] = []
  for (const { epoch, weights } of snapshots) {
    const model = createModel(spec, { backend, precision, weights })
    const probe = createProbe(model, { values: reluLayers(spec) })
    try {
      const { x, y } = dataOf(spec, rows)
      const { values } = await probe.run(x)
      const { value, weights: slopes } = await gradients(model, x, { loss, y })
      const silent = Object.entries(values).map(([name, tensor]) => [name, silentShare(tensor)])
      points.push({
        epoch,
        loss: value,
        norms: normsByLayer(slopes),
        silent: Object.fromEntries(silent),
      })
    } finally {
      await probe.dispose()
      await model.dispose()
    }
  }
  return points
}

const firstRows = (rows: LabelledRows): LabelledRows =>
  pick(
    rows,
    Array.from({ length: Math.min(rowsTraced, rows.y.length) }, (_, i) => i),
  )

/** Names of layers that end in relu, whose units can fall silent for good. */
const reluLayers = (spec: ModelSpec): string[] => spec.layers.filter(isRelu).map(({ name }) => name)

function isRelu(layer: NamedLayer): boolean {
  const choice = (layer.type === 'relu' ? layer : (layer.activation ?? '')) as
    | string
    | { readonly name?: string; readonly negativeSlope?: number }
  if (typeof choice === 'string') return /^relu6?$/.test(choice)
  const isNamedRelu = layer.type === 'relu' || /^relu6?$/.test(String(choice.name))
  return isNamedRelu && !choice.negativeSlope
}

/** Units are the last axis: of images, channels. */
function silentShare({ shape, data }: Tensor): number {
  const units = shape.at(-1)!
  const fires = new Uint8Array(units)
  for (let i = 0; i < data.length; i++) if (data[i]! > 0) fires[i % units] = 1
  return 1 - fires.reduce((sum, one) => sum + one, 0) / units
}

function normsByLayer(slopes: Readonly<Record<string, Tensor>>): Record<string, number> {
  const squares: Record<string, number> = {}
  for (const [path, { data }] of Object.entries(slopes)) {
    const layer = path.slice(0, path.lastIndexOf('/'))
    const own = (data as Float64Array).reduce((sum: number, slope: number) => sum + slope ** 2, 0)
    squares[layer] = (squares[layer] ?? 0) + own
  }
  return Object.fromEntries(Object.entries(squares).map(([layer, sum]) => [layer, Math.sqrt(sum)]))
}
