import { interpreter } from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { DeviationError } from '../compare.js'
import { runCase } from '../run-case.js'

/** Names of the cases that notice, by a deviation and not by breaking down. */
export async function noticing(cases: readonly ConformanceCase[]): Promise<string[]> {
  const names: string[] = []
  for (const each of cases) {
    const { error } = await runCase(each, interpreter, 'float64')
    if (error instanceof DeviationError) names.push(each.name)
    else if (error !== undefined) throw error
  }
  return names
}
