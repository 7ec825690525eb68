// The faults of core, by area, for the conformance suite on core's interpreter to notice.
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

export const core = [
  { title: 'Operations', level: 'operations', faults: operations },
  { title: 'Gradients', level: 'gradients', faults: gradients },
  { title: 'Graphs and programs', level: 'random graphs', faults: graphs },
  { title: 'Optimizers', level: 'optimizers', faults: optimizers },
  { title: 'Families of optimizers', level: 'optimizers', faults: optimizerFamilies },
  {
    title: 'Layers, initial weights, losses and metrics',
    level: 'layers, losses and metrics',
    faults: layers,
  },
  {
    title: 'Layers of images and sequences',
    level: 'layers, losses and metrics',
    faults: imageLayers,
  },
  {
    title: 'Normalizations, embeddings and noise',
    level: 'layers, losses and metrics',
    faults: normalizations,
  },
  { title: 'Activations', level: 'layers, losses and metrics', faults: activations },
  { title: 'Regularizers, constraints and initialisers', level: 'training', faults: weights },
  { title: 'More losses', level: 'layers, losses and metrics', faults: losses },
  { title: 'More metrics', level: 'layers, losses and metrics', faults: metrics },
  { title: 'Functional models, class weights and files', level: 'training', faults: models },
  { title: 'Training', level: 'training', faults: training },
  { title: 'Sessions', level: 'sessions', faults: sessions },
]
