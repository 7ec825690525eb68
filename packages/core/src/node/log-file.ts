import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A text file that grows by whole lines. */
export interface LogFile {
  /** Notes a line; `flush` writes it. */
  add(line: string): void
  flush(): void
}

/**
 * Begins a log. A run that goes on from a checkpoint keeps the lines up to there and drops those of
 * steps that will be done again, so that the log is that of a run without a break.
 *
 * @param keeps whether a line is kept; undefined begins an empty file.
 */
export function beginLog(
  path: string,
  header: readonly string[],
  keeps: ((line: string) => boolean) | undefined,
): LogFile {
  mkdirSync(dirname(path), { recursive: true })
  const old = keeps === undefined ? [] : linesOf(path).slice(header.length).filter(keeps)
  writeFileSync(path, joined([...header, ...old]))
  let waiting: string[] = []
  return {
    add: (line) => void waiting.push(line),
    flush() {
      if (waiting.length === 0) return
      appendFileSync(path, joined(waiting))
      waiting = []
    },
  }
}

const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** The whole lines of a file; one that a killed process left without its end is not. */
function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
