#!/usr/bin/env node
import { main } from './program.js'

const interruption = new AbortController()
// Once to keep what is done; whoever insists is obeyed at once.
process.once('SIGINT', () => interruption.abort(new Error('interrupted')))
process.once('SIGTERM', () => interruption.abort(new Error('ended')))
// Whoever reads our output may stop, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await main(process.argv.slice(2), process, { signal: interruption.signal })
