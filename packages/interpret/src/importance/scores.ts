import { DataError, OptionError } from '@parallax-ml/core'
import { classOf } from '../classes.js'
import type { OutputSpace } from '../explanation.js'
import { type Matrix, rowOf } from '../matrix.js'

/** What a model should have answered: a class index, or a number, for each row. */
export type Targets = ArrayLike<number>

/** A figure of how good answers are, of a user's own. */
export interface OwnScore {
  readonly name: string
  readonly higherIsBetter: boolean
  /** The answers are `[rows, outputs]`. */
  readonly of: (answers: Matrix, targets: Targets) => number
}

/**
 * `accuracy` and `logLoss` take class indices as targets; of one output, class
 * 1 is above ½, of one logit above 0. `logLoss` is natural; it clips probabilities at 1e-15. `meanSquaredError` is of one output.
 */
export type ScoreChoice = 'accuracy' | 'logLoss' | 'meanSquaredError' | OwnScore

/** The score of a choice, for answers of a space. */
export function scoreOf(choice: ScoreChoice, space: OutputSpace): OwnScore {
  if (typeof choice !== 'string') return choice
  const lossOfRow: Record<typeof choice, (row: Float64Array, target: number) => number> = {
    accuracy: (row, target) => (classOf(row, space) === target ? 1 : 0),
    logLoss: space === 'logit' ? logLossOfLogits : logLossOf,
    meanSquaredError: (row, target) => (row[0]! - target) ** 2,
  }
  return {
    name: choice,
    higherIsBetter: choice === 'accuracy',
    of: (answers, targets) => meanOver(answers, (row, r) => lossOfRow[choice](row, targets[r]!)),
  }
}

function logLossOf(row: Float64Array, target: number): number {
  const p = row.length > 1 ? row[target]! : target === 1 ? row[0]! : 1 - row[0]!
  return -Math.log(Math.min(Math.max(p, 1e-15), 1 - 1e-15))
}

function logLossOfLogits(row: Float64Array, target: number): number {
  const logits = row.length > 1 ? row : Float64Array.of(0, row[0]!)
  const largest = logits.reduce((a, b) => Math.max(a, b))
  const sum = logits.reduce((all, logit) => all + Math.exp(logit - largest), 0)
  return Math.log(sum) + largest - logits[target]!
}

/**
 * How much worse answers are than they were: positive if they are worse.
 * @throws {OptionError} if the score is no finite number.
 */
export function worsening(score: OwnScore, before: number, after: number): number {
  const change = score.higherIsBetter ? before - after : after - before
  if (Number.isFinite(change)) return change
  throw new OptionError({
    where: `score '${score.name}'`,
    problem: 'not a finite number',
    received: `${before} and ${after}`,
  })
}

/**
 * Checks that there is a target for each row, and that it is a class where the score needs one.
 * @throws {DataError}
 */
export function requireTargets(
  targets: Targets,
  choice: ScoreChoice,
  rows: number,
  outputs: number,
): void {
  if (targets.length !== rows) {
    throw new DataError({
      where: 'targets',
      problem: 'there is not one for each row',
      expected: String(rows),
      received: String(targets.length),
    })
  }
  const classes = choice === 'accuracy' || choice === 'logLoss' ? Math.max(outputs, 2) : Infinity
  const bad = Array.from(targets).findIndex((target) =>
    classes === Infinity
      ? !Number.isFinite(target)
      : !Number.isInteger(target) || target < 0 || target >= classes,
  )
  if (bad < 0) return
  throw new DataError({
    where: `targets[${bad}]`,
    problem: 'the value is not allowed',
    expected: classes === Infinity ? 'a finite number' : `a class from 0 to ${classes - 1}`,
    received: String(targets[bad]),
  })
}

function meanOver(answers: Matrix, of: (row: Float64Array, r: number) => number): number {
  let sum = 0
  for (let r = 0; r < answers.rows; r++) sum += of(rowOf(answers, r), r)
  return sum / answers.rows
}
