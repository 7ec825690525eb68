import type { SessionV1 } from '../backend/contract.js'
import { type ClassWeight, type ClassWeightChoice, classWeigher } from '../data/class-weight.js'
import { type ColumnsExpected, expectedOf } from '../data/columns.js'
import {
  type Dataset,
  openData,
  type ResidentData,
  type RowSource,
  type StreamedData,
  streamOf,
} from '../data/source.js'
import { suggest } from '../errors/nearest.js'
import { OptionError } from '../errors/parallax-error.js'
import type { Objective } from './objective.js'

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

/**
 * The same rows, with weights that class weights multiply: those of the only output, or by output.
 * @throws {OptionError} if a class or output is unknown.
 */
export function weighClasses(
  rows: OpenedRows,
  objective: Objective,
  classWeight: ClassWeightChoice | undefined,
): OpenedRows {
  if (classWeight === undefined) return rows
  const names = Object.keys(objective.outputs)
  const isNamed = Object.keys(classWeight).some((key) => names.includes(key))
  const choices = isNamed || names.length > 1 ? classWeight : { [names[0]!]: classWeight }
  let { data } = rows
  for (const [output, weights] of Object.entries(choices as Record<string, ClassWeight>)) {
    if (!names.includes(output)) {
      throw new OptionError({
        where: 'option classWeight',
        problem: `the model has no output '${output}'`,
        hint: suggest(output, names),
      })
    }
    const targets = objective.data.y[output]!
    data = classWeigher(weights, output, targets, objective.outputs[output]!.loss.definition)(data)
  }
  return { data, weighted: [...new Set([...rows.weighted, ...Object.keys(choices)])] }
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
