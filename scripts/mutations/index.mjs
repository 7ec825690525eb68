// The faults that `mutate.mjs` plants, by the part of core that they are planted into. A fault is
// plain data: `find`, which is in `file` exactly once, becomes `replace`; `fault` says what is then
// wrong. Runs begin with the cases of the area's `level`. `survives` is the reason why no case
// catches a fault, for those that none does.
import { activations } from './activations.mjs'
import { gradients } from './gradients.mjs'
import { graphs } from './graphs.mjs'
import { layers } from './layers.mjs'
import { losses } from './losses.mjs'
import { metrics } from './metrics.mjs'
import { models } from './models.mjs'
import { normalizations } from './normalizations.mjs'
import { operations } from './operations.mjs'
import { optimizerFamilies } from './optimizer-families.mjs'
import { optimizers } from './optimizers.mjs'
import { sessions } from './sessions.mjs'
import { training } from './training.mjs'
import { weights } from './weights.mjs'
import { imageLayers } from './windows.mjs'

export const areas = [
  { title: 'Operations', level: 'operations', mutations: operations },
  { title: 'Gradients', level: 'gradients', mutations: gradients },
  { title: 'Graphs and programs', level: 'random graphs', mutations: graphs },
  { title: 'Optimizers', level: 'optimizers', mutations: optimizers },
  { title: 'Families of optimizers', level: 'optimizers', mutations: optimizerFamilies },
  {
    title: 'Layers, initial weights, losses and metrics',
    level: 'layers, losses and metrics',
    mutations: layers,
  },
  {
    title: 'Layers of images and sequences',
    level: 'layers, losses and metrics',
    mutations: imageLayers,
  },
  {
    title: 'Normalizations, embeddings and noise',
    level: 'layers, losses and metrics',
    mutations: normalizations,
  },
  { title: 'Activations', level: 'layers, losses and metrics', mutations: activations },
  { title: 'Regularizers, constraints and initialisers', level: 'training', mutations: weights },
  { title: 'More losses', level: 'layers, losses and metrics', mutations: losses },
  { title: 'More metrics', level: 'layers, losses and metrics', mutations: metrics },
  { title: 'Functional models, class weights and files', level: 'training', mutations: models },
  { title: 'Training', level: 'training', mutations: training },
  { title: 'Sessions', level: 'sessions', mutations: sessions },
]
