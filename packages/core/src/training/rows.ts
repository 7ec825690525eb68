import type { SessionV1 } from '../backend/contract.js'
import type { Tensor } from '../backend/tensor.js'
import { type ClassWeight, classWeigher } from '../data/class-weight.js'
import {
  type Dataset,
  openData,
  type ResidentData,
  type RowSource,
  type StreamedData,
  streamOf,
} from '../data/source.js'
import { isWeighted } from './evaluate.js'
import type { Objective } from './objective.js'

/** Checked data and whether their rows have weights. */
export interface OpenedRows {
  readonly data: ResidentData | StreamedData
  readonly weighted: boolean
}

/**
 * Checks data and decides how they are read.
 * @throws {DataError} naming what does not fit.
 */
export async function openRows(
  data: Dataset | RowSource,
  objective: Objective,
  residency: 'resident' | 'streamed',
  where: string,
): Promise<OpenedRows> {
  const opened = openData(data, objective.data, where)
  if (opened.kind === 'streamed') return { data: opened, weighted: await isWeighted(opened) }
  const weighted = opened.sampleWeight !== undefined
  return { data: residency === 'streamed' ? streamOf(opened, objective.data) : opened, weighted }
}

/** The same rows, with weights that class weights multiply. */
export function weighClasses(
  { data, weighted }: OpenedRows,
  objective: Objective,
  classWeight: ClassWeight | undefined,
): OpenedRows {
  if (classWeight === undefined) return { data, weighted }
  const { definition } = objective.loss
  const weigh = classWeigher(classWeight, objective.data.y, definition)
  return { data: weigh(data), weighted: true }
}

/** Binds resident rows to a session, under names with a prefix; streamed ones are fed later. */
export async function bindRows(
  session: SessionV1,
  prefix: string,
  { data }: OpenedRows,
  { data: expected }: Objective,
): Promise<void> {
  if (data.kind === 'streamed') return
  const { rows, x, y, sampleWeight } = data
  const tensors: Record<string, Tensor | undefined> = {
    x: { shape: [rows, ...expected.x.shape], dtype: expected.x.dtype, data: x },
    y: { shape: [rows, ...expected.y.shape], dtype: expected.y.dtype, data: y },
    sampleWeight: sampleWeight && { shape: [rows], dtype: 'float', data: sampleWeight },
  }
  for (const [name, tensor] of Object.entries(tensors)) {
    if (tensor !== undefined) await session.bind(`${prefix}/${name}`, tensor)
  }
}
