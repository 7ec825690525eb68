import type { FigureKind } from '../figure.js'
import { field } from './field.js'
import { heatMap } from './heat-map.js'
import { imageGrid } from './image-grid.js'
import { intervals } from './intervals.js'
import { lines } from './lines.js'
import { scatter } from './scatter.js'
import { table } from './table.js'

/** Every kind of figure. A new one takes a file and a line here. */
export const figureKinds = [
  field,
  heatMap,
  imageGrid,
  intervals,
  lines,
  scatter,
  table,
] as unknown as readonly FigureKind[]
