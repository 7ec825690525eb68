/** Where a command writes; process.stdout and process.stderr are such. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** Results go to `stdout`; progress and complaints to `stderr`. */
export interface Streams {
  readonly stdout: Output
  readonly stderr: Output
}

/** Streams that keep what is written to them, for callers that are no terminal, such as tests. */
export function capturedStreams(isTTY = false): Streams & {
  readonly text: { stdout: string; stderr: string }
} {
  const text = { stdout: '', stderr: '' }
  const capture = (name: 'stdout' | 'stderr') => ({
    isTTY,
    columns: 80,
    write: (more: string) => {
      text[name] += more
    },
  })
  return { text, stdout: capture('stdout'), stderr: capture('stderr') }
}
