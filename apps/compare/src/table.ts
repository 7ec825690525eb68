import { Table } from 'console-table-printer'
import {
  showCount,
  showDuration,
  showEstimate,
  showLoss,
  showMemory,
  showProportion,
  showShare,
} from './format.js'
import { type Summary, scoreOf } from './summary.js'

/** A line of the tables: a cell of the comparison, with or without runs that succeeded. */
export interface Line {
  readonly task: string
  readonly backend: string
  readonly verdict: string
  /** Absent if every run failed. */
  readonly summary?: Summary
}

/** A column: its title, and its cell of a line. */
export interface Column {
  readonly title: string
  readonly isText?: boolean
  cell(line: Line): string
}

const absent = '–'

const column = (
  title: string,
  cell: (summary: Summary) => string | undefined,
  isText = false,
): Column => ({
  title,
  isText,
  cell: ({ summary }) => (summary && cell(summary)) ?? absent,
})

const labels: readonly Column[] = [
  { title: 'task', isText: true, cell: ({ task }) => task },
  { title: 'backend', isText: true, cell: ({ backend }) => backend },
]

const baseline = (title: string, key: keyof Summary['baselines']): Column =>
  column(title, ({ baselines }) => {
    const found = baselines[key]
    return found && showShare(found.score.mean)
  })

/** How well it learned, beside what takes no network. */
export const qualityColumns: readonly Column[] = [
  ...labels,
  column('seeds', ({ seeds, failed }) =>
    failed > 0 ? `${seeds} of ${seeds + failed}` : String(seeds),
  ),
  column('score', ({ kind }) => scoreOf[kind].name, true),
  column('network', ({ score }) => showEstimate(score)),
  baseline('majority', 'majority'),
  baseline('linear', 'linear'),
  baseline('nearest', 'nearest'),
  { title: 'verdict', isText: true, cell: ({ verdict }) => verdict },
]

/** How sure and how far off it was. */
export const certaintyColumns: readonly Column[] = [
  ...labels,
  column('test loss', ({ loss }) => showEstimate(loss, showLoss)),
  column('calibration error', ({ calibration }) => calibration && showEstimate(calibration)),
  column('RMSE', ({ rootMeanSquaredError: error }) => error && showEstimate(error)),
  column('solved', ({ solved }) => solved && showProportion(solved)),
]

/** What it took. */
export const costColumns: readonly Column[] = [
  ...labels,
  column('compile', ({ compileMs }) => showDuration(compileMs)),
  column('training', ({ trainMs }) => showDuration(trainMs)),
  column('steps/s', ({ stepsPerSecond }) => showCount(stepsPerSecond)),
  column('rows/s predicted', ({ predictRowsPerSecond }) => showCount(predictRowsPerSecond)),
  column('memory', ({ memory }) => showMemory(memory.peakBytes)),
  column('parameters', ({ parameters }) => showCount(parameters)),
]

const none = { left: '', right: '', mid: '', other: '' }
const style = {
  headerTop: none,
  headerBottom: { ...none, other: '─' },
  tableBottom: none,
  vertical: '',
}

/** Lines of text, one each, under a line of titles. */
export function renderTable(columns: readonly Column[], lines: readonly Line[]): string {
  const table = new Table({
    shouldDisableColors: true,
    style,
    columns: columns.map(({ title, isText }) => ({
      name: title,
      alignment: isText ? 'left' : 'right',
    })),
    rows: lines.map((line) =>
      Object.fromEntries(columns.map(({ title, cell }) => [title, cell(line)])),
    ),
  })
  const text = table.render().split('\n')
  return text
    .filter((line) => line.trim() !== '')
    .map((line) => line.trimEnd())
    .join('\n')
}
