// The faults that `mutate.mjs` plants, by the part of core that they are planted into. A fault is
// plain data: `find`, which is in `file` exactly once, becomes `replace`; `fault` says what is then
// wrong. `survives` is the reason why no case catches it, for those that none does.
import { gradients } from './gradients.mjs'
import { graphs } from './graphs.mjs'
import { layers } from './layers.mjs'
import { operations } from './operations.mjs'
import { optimizers } from './optimizers.mjs'
import { sessions } from './sessions.mjs'
import { training } from './training.mjs'

export const areas = [
  { title: 'Operations', mutations: operations },
  { title: 'Gradients', mutations: gradients },
  { title: 'Graphs and programs', mutations: graphs },
  { title: 'Optimizers', mutations: optimizers },
  { title: 'Layers, initial weights, losses and metrics', mutations: layers },
  { title: 'Training', mutations: training },
  { title: 'Sessions', mutations: sessions },
]
