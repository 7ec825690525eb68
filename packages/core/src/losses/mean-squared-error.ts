import { z } from 'zod'
import { type LossDefinition, meanOfRows } from './definition.js'

/** Mean of (target − output)². */
export const meanSquaredError: LossDefinition = {
  name: 'meanSquaredError',
  options: z.strictObject({}),
  target: (shape) => ({ shape, dtype: 'float' }),
  accuracy: (shape) => (shape.at(-1) === 1 ? 'binaryAccuracy' : 'categoricalAccuracy'),
  perRow(_, { builder: b, output, target }) {
    const difference = b.sub(output, target)
    return meanOfRows(b, b.mul(difference, difference))
  },
}
