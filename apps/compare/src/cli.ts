#!/usr/bin/env node
import { main } from './program.js'

const interruption = new AbortController()
// Once to keep what is done; whoever insists is obeyed at once.
process.once('SIGINT', () => interruption.abort(new Error('interrupted')))
process.once('SIGTERM', () => interruption.abort(new Error('ended')))

process.exitCode = await main(process.argv.slice(2), process, { signal: interruption.signal })
