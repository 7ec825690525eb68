// The faults of backend-native, by area.
import { emission } from './emission.mjs'
import { lowering } from './lowering.mjs'
import { math } from './math.mjs'
import { planning } from './planning.mjs'
import { sessions } from './sessions.mjs'
import { surroundings } from './surroundings.mjs'
import { threads } from './threads.mjs'

export const native = [
  { title: 'Lowering', level: 'operations', faults: lowering },
  { title: 'Plan', level: 'random graphs', faults: planning },
  { title: 'Kernels', level: 'operations', faults: emission },
  { title: 'Functions', level: 'operations', faults: math },
  { title: 'Sessions', level: 'sessions', faults: sessions },
  { title: 'Threads', faults: threads },
  { title: 'Digits, synchronous models, options and modules', faults: surroundings },
]
