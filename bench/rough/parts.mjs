// The parts, in the order in which they are run.
import { aborts } from './aborts.mjs'
import { cycles } from './cycles.mjs'
import { misuse } from './misuse.mjs'
import { together } from './together.mjs'
import { training } from './training.mjs'
import { workers } from './workers.mjs'

export const parts = { training, cycles, aborts, together, workers, misuse }
