import type { UnknownValue } from '@parallax-ml/datasets'
import { showRows } from '../show-rows.js'
import type { Output } from '../streams.js'

/** How many values are named. */
const named = 5

/** Says which categories the model has never met. */
export function warnOfUnknown(values: readonly UnknownValue[], stderr: Output): void {
  if (values.length === 0) return
  const listed = values
    .slice(0, named)
    .map(({ column, value, rows }) => `'${value}' of '${column}' in ${showRows(rows)}`)
  const more = values.length > named ? `, and ${values.length - named} more` : ''
  stderr.write(
    `Categories that no training row has, so that they count as none: ${listed.join(', ')}${more}.\n`,
  )
}
