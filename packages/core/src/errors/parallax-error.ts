/** Names the kind of a {@link ParallaxError}; stable across versions, for `switch` statements. */
export type ErrorCode =
  | 'INVALID_SPEC'
  | 'INVALID_OPTION'
  | 'INVALID_DATA'
  | 'INVALID_GRAPH'
  | 'INVALID_FILE'
  | 'UNSUPPORTED'
  | 'DISPOSED'

/** What an error message is built from: the place, the problem, and the mend. */
export interface ErrorDetails {
  /** The layer, option or operation at fault, for example `layers[1] (dense)`. */
  readonly where: string
  /** What is wrong, as a clause without a full stop. */
  readonly problem: string
  /** What would have been accepted. */
  readonly expected?: string
  /** What was found. */
  readonly received?: string
  /** What to do about it, as a sentence. */
  readonly hint?: string
  readonly cause?: unknown
}

const marker = Symbol.for('@parallax-ml/error')

/**
 * The base of every error that Parallax throws on purpose. The message says where, what was
 * expected, what was found and what to do; the same facts are fields.
 */
export abstract class ParallaxError extends Error {
  readonly [marker] = true
  readonly where: string
  readonly expected: string | undefined
  readonly received: string | undefined
  readonly hint: string | undefined

  constructor(
    /** The kind of error. */
    readonly code: ErrorCode,
    details: ErrorDetails,
  ) {
    super(formatMessage(details), { cause: details.cause })
    this.name = new.target.name
    this.where = details.where
    this.expected = details.expected
    this.received = details.received
    this.hint = details.hint
  }
}

/** Whether `error` is a {@link ParallaxError}, also one thrown by another copy of this package. */
export function isParallaxError(error: unknown): error is ParallaxError {
  return typeof error === 'object' && error !== null && marker in error
}

/** A model spec, or a part of one, is not valid. */
export class SpecError extends ParallaxError {
  constructor(details: ErrorDetails) {
    super('INVALID_SPEC', details)
  }
}

/** An option of a call is unknown, misplaced or out of range. */
export class OptionError extends ParallaxError {
  constructor(details: ErrorDetails) {
    super('INVALID_OPTION', details)
  }
}

/** Data (rows, labels, weights) do not fit the model or hold impossible values. */
export class DataError extends ParallaxError {
  constructor(details: ErrorDetails) {
    super('INVALID_DATA', details)
  }
}

/** A graph or program breaks the rules of its operations. */
export class GraphError extends ParallaxError {
  constructor(details: ErrorDetails) {
    super('INVALID_GRAPH', details)
  }
}

/** The bytes of a file are damaged, or not what they should be. */
export class FileError extends ParallaxError {
  constructor(details: ErrorDetails) {
    super('INVALID_FILE', details)
  }
}

/** A backend was asked for something that it declares it cannot do. */
export class UnsupportedError extends ParallaxError {
  constructor(details: ErrorDetails) {
    super('UNSUPPORTED', details)
  }
}

/** A session, program or model was used after `dispose()`. */
export class DisposedError extends ParallaxError {
  constructor(what: string) {
    super('DISPOSED', {
      where: what,
      problem: 'it was used after dispose()',
      hint: 'Open a new one, or dispose of it later.',
    })
  }
}

function formatMessage({ where, problem, expected, received, hint }: ErrorDetails): string {
  const facts = [
    expected === undefined ? [] : [`expected ${expected}`],
    received === undefined ? [] : [`got ${received}`],
  ].flat()
  const sentence = facts.length === 0 ? problem : `${problem} (${facts.join(', ')})`
  return `${where}: ${sentence}.${hint === undefined ? '' : ` ${hint}`}`
}
