import { Table } from 'console-table-printer'
import {
  showCount,
  showDuration,
  showEstimate,
  showLoss,
  showProportion,
  showShare,
} from './format.js'
import type { Summary } from './summary.js'

/** A column: its title, and its cell of a summary. */
export interface Column {
  readonly title: string
  readonly isText?: boolean
  cell(summary: Summary): string
}

const absent = '–'

const labels: readonly Column[] = [
  { title: 'task', isText: true, cell: ({ task }) => task },
  { title: 'backend', isText: true, cell: ({ backend }) => backend },
]

/** How well it learned, beside what takes no learning. */
export const qualityColumns: readonly Column[] = [
  ...labels,
  {
    title: 'seeds',
    cell: ({ seeds, failed }) => (failed > 0 ? `${seeds} of ${seeds + failed}` : String(seeds)),
  },
  { title: 'test accuracy', cell: ({ accuracy }) => showEstimate(accuracy) },
  { title: 'solved', cell: ({ solved }) => (solved ? showProportion(solved) : absent) },
  { title: 'test loss', cell: ({ loss }) => showEstimate(loss, showLoss) },
  { title: 'majority', cell: ({ baselines }) => showShare(baselines.majorityClass) },
  {
    title: 'nearest',
    cell: ({ baselines: { nearestNeighbour } }) =>
      nearestNeighbour === undefined ? absent : showShare(nearestNeighbour),
  },
]

/** What it took. */
export const costColumns: readonly Column[] = [
  ...labels,
  { title: 'compile', cell: ({ compileMs }) => showDuration(compileMs) },
  { title: 'training', cell: ({ trainMs }) => showDuration(trainMs) },
  { title: 'steps/s', cell: ({ stepsPerSecond }) => showCount(stepsPerSecond) },
  {
    title: 'rows/s predicted',
    cell: ({ predictRowsPerSecond }) => showCount(predictRowsPerSecond),
  },
  { title: 'parameters', cell: ({ parameters }) => showCount(parameters) },
]

const none = { left: '', right: '', mid: '', other: '' }
const style = {
  headerTop: none,
  headerBottom: { ...none, other: '─' },
  tableBottom: none,
  vertical: '',
}

/** Summaries as lines of text, one each, under a line of titles. */
export function renderTable(columns: readonly Column[], summaries: readonly Summary[]): string {
  const table = new Table({
    shouldDisableColors: true,
    style,
    columns: columns.map(({ title, isText }) => ({
      name: title,
      alignment: isText ? 'left' : 'right',
    })),
    rows: summaries.map((summary) =>
      Object.fromEntries(columns.map(({ title, cell }) => [title, cell(summary)])),
    ),
  })
  const lines = table.render().split('\n')
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.trimEnd())
    .join('\n')
}
