import type { TableFigure } from '@parallax-ml/report'
import { type Column, certaintyColumns, costColumns, type Line, qualityColumns } from '../table.js'

const tableOf = (
  title: string,
  see: string,
  columns: readonly Column[],
  lines: readonly Line[],
): TableFigure => {
  const isOneBackend = new Set(lines.map(({ backend }) => backend)).size < 2
  const shown = columns.filter(({ title }) => title !== 'backend' || !isOneBackend)
  return {
    kind: 'table',
    title,
    see: isOneBackend && lines.length > 0 ? `${see} Backend: ${lines[0]!.backend}.` : see,
    wide: true,
    columns: shown.map(({ title, isText = false }) => ({ title, isText })),
    rows: lines.map((line) => shown.map(({ cell }) => cell(line))),
  }
}

/** The scoreboard. */
export const qualityTable = (lines: readonly Line[]): TableFigure =>
  tableOf(
    'Networks and baselines',
    'The last column says whether the network was worth training. Means over the seeds ± 95 % interval; baselines saw the same rows.',
    qualityColumns,
    lines,
  )

/** Losses and calibration. */
export const certaintyTable = (lines: readonly Line[]): TableFigure =>
  tableOf(
    'How sure, and how far off',
    'A calibration error of 0.05 means that the stated confidence is 5 points from the share that comes true.',
    certaintyColumns,
    lines,
  )

/** Times and memory. */
export const costTable = (lines: readonly Line[]): TableFigure =>
  tableOf(
    'What it took',
    'Medians over the seeds; memory is the most that the whole process held, Node included.',
    costColumns,
    lines,
  )
