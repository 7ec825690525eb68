import type { FigureKind } from '../figure.js'
import { type AttributionMapsFigure, attributionMaps } from './attribution-maps.js'
import { type BeeswarmFigure, beeswarm } from './beeswarm.js'
import { type DependenceFigure, dependence } from './dependence.js'
import { type FieldFigure, field } from './field.js'
import { type ForestFigure, forest } from './forest.js'
import { type HeatMapFigure, heatMap } from './heat-map.js'
import { type ImageGridFigure, imageGrid } from './image-grid.js'
import { type IntervalsFigure, intervals } from './intervals.js'
import { type LayerBlocksFigure, layerBlocks } from './layer-blocks.js'
import { type LinesFigure, lines } from './lines.js'
import { type NetworkFigure, network } from './network.js'
import { type ScatterFigure, scatter } from './scatter.js'
import { type TableFigure, table } from './table.js'
import { type TreeFigure, tree } from './tree.js'
import { type WaterfallFigure, waterfall } from './waterfall.js'
import { type WhatIfFigure, whatIf } from './what-if.js'

/** Figures of the built-in kinds. */
export type BuiltInFigure =
  | AttributionMapsFigure
  | BeeswarmFigure
  | DependenceFigure
  | FieldFigure
  | ForestFigure
  | HeatMapFigure
  | ImageGridFigure
  | IntervalsFigure
  | LayerBlocksFigure
  | LinesFigure
  | NetworkFigure
  | ScatterFigure
  | TableFigure
  | TreeFigure
  | WaterfallFigure
  | WhatIfFigure

/** Every kind of figure. A new one takes a file, a line here and one above. */
export const figureKinds = [
  attributionMaps,
  beeswarm,
  dependence,
  field,
  forest,
  heatMap,
  imageGrid,
  intervals,
  layerBlocks,
  lines,
  network,
  scatter,
  table,
  tree,
  waterfall,
  whatIf,
] as unknown as readonly FigureKind[]
