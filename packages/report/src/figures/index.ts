import type { FigureKind } from '../figure.js'
import { type FieldFigure, field } from './field.js'
import { type HeatMapFigure, heatMap } from './heat-map.js'
import { type ImageGridFigure, imageGrid } from './image-grid.js'
import { type IntervalsFigure, intervals } from './intervals.js'
import { type LinesFigure, lines } from './lines.js'
import { type ScatterFigure, scatter } from './scatter.js'
import { type TableFigure, table } from './table.js'

/** Figures of the built-in kinds. */
export type BuiltInFigure =
  | FieldFigure
  | HeatMapFigure
  | ImageGridFigure
  | IntervalsFigure
  | LinesFigure
  | ScatterFigure
  | TableFigure

/** Every kind of figure. A new one takes a file, a line here and one above. */
export const figureKinds = [
  field,
  heatMap,
  imageGrid,
  intervals,
  lines,
  scatter,
  table,
] as unknown as readonly FigureKind[]
