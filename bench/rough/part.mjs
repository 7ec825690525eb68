// One part on one backend, in a process of its own: `part.mjs PART BACKEND OPTIONS` sends its rows to the parent.
import { parts } from './parts.mjs'

const [part, backend, options] = process.argv.slice(2)
process.send(await parts[part](backend, JSON.parse(options)))
process.disconnect()
