import type { SessionV1 } from '../backend/contract.js'
import { type ColumnsExpected, expectedOf } from '../data/columns.js'
import {
  type Dataset,
  openData,
  type ResidentData,
  type RowSource,
  type StreamedData,
  streamOf,
} from '../data/source.js'

/** Checked data, and the outputs whose rows have weights. */
export interface OpenedRows {
  readonly data: ResidentData | StreamedData
  readonly weighted: readonly string[]
}

/**
 * Checks data and decides how they are read.
 * @throws {DataError} naming what does not fit.
 */
export async function openRows(
  data: Dataset | RowSource,
  expected: ColumnsExpected,
  residency: 'resident' | 'streamed',
  where: string,
): Promise<OpenedRows> {
  const opened = openData(data, expected, where)
  // Whether a source gives weights, its first row tells.
  const columns = opened.kind === 'resident' ? opened.columns : await opened.read(Int32Array.of(0))
  const weighted = Object.keys(expected.y).filter((name) => `weight/${name}` in columns)
  const streams = opened.kind === 'resident' && residency === 'streamed'
  return { data: streams ? streamOf(opened) : opened, weighted }
}

/** Binds resident rows to a session, under names with a prefix; streamed ones are fed later. */
export async function bindRows(
  session: SessionV1,
  prefix: string,
  { data }: OpenedRows,
  expected: ColumnsExpected,
): Promise<void> {
  if (data.kind === 'streamed') return
  for (const [column, values] of Object.entries(data.columns)) {
    const { shape, dtype } = expectedOf(expected, column)
    await session.bind(`${prefix}/${column}`, { shape: [data.rows, ...shape], dtype, data: values })
  }
}
