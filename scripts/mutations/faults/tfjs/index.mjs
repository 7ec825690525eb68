// The faults of tfjs, by area: on TensorFlow itself, on TensorFlow.js, and for the package's unit tests.
import { compiled } from './compiled.mjs'
import { eager, eagerWasm } from './eager.mjs'
import { engines } from './engine.mjs'
import { layersModels } from './layers-models.mjs'
import { savedModels } from './saved-models.mjs'
import { sessions } from './sessions.mjs'
import { windowsOfTensorflow } from './windows.mjs'

export const tfjs = [
  { title: 'Saved models, loops and what crosses', level: 'sessions', faults: savedModels },
  { title: "Core's operations in TensorFlow's", level: 'operations', faults: compiled },
  { title: 'Convolutions and pooling', level: 'operations', faults: windowsOfTensorflow },
  { title: 'Sessions', level: 'sessions', faults: sessions },
  { title: 'Node by node, in JavaScript', level: 'operations', suite: 'tfjs-cpu', faults: eager },
  {
    title: 'Node by node, in WebAssembly',
    level: 'operations',
    suite: 'tfjs-wasm',
    faults: eagerWasm,
  },
  { title: 'Models of TensorFlow.js', faults: layersModels },
  { title: 'Engine, installer and options', faults: engines },
]
