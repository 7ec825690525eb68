import type { Precision } from '@parallax-ml/core'
import { type Level, levels } from './case.js'
import type { CaseResult } from './run-case.js'

/** One case's result, with what it belongs to. */
export interface Tally extends CaseResult {
  readonly level: Level
  readonly precision: Precision
}

/** The results of one level in one precision. */
export interface LevelTally {
  readonly level: Level
  readonly precision: Precision
  readonly passed: number
  readonly failed: number
  readonly unsupported: number
  /** Largest deviation as a share of its bound. */
  readonly worst: number
}

/** Counts results by level and precision. */
export function tally(results: readonly Tally[]): LevelTally[] {
  return levels.flatMap((level) =>
    (['float32', 'float64'] as const).flatMap((precision) => {
      const own = results.filter(
        (result) => result.level === level && result.precision === precision,
      )
      const count = (outcome: CaseResult['outcome']): number =>
        own.filter((result) => result.outcome === outcome).length
      if (own.length === 0) return []
      return {
        level,
        precision,
        passed: count('passed'),
        failed: count('failed'),
        unsupported: count('unsupported'),
        worst: Math.max(...own.map(({ worst }) => worst)),
      }
    }),
  )
}

/** The counts as a table. */
export function formatTallies(tallies: readonly LevelTally[]): string {
  const header = ['level', 'precision', 'passed', 'failed', 'unsupported', 'worst / bound']
  const rows = tallies.map((row) => [
    row.level,
    row.precision,
    String(row.passed),
    String(row.failed),
    String(row.unsupported),
    row.worst.toFixed(3),
  ])
  const widths = header.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]!.length)),
  )
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  '),
    )
    .join('\n')
}
