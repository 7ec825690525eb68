// The faults of backend-onnx, by area.
import { beyond } from './beyond.mjs'
import { emission } from './emission.mjs'
import { exportFaults } from './export.mjs'
import { importFaults } from './import.mjs'
import { operations } from './operations.mjs'
import { programs } from './programs.mjs'
import { windows } from './windows.mjs'

export const onnx = [
  { title: 'Values, layouts and fusions', level: 'operations', faults: emission },
  { title: 'Operations', level: 'operations', faults: operations },
  { title: 'Convolutions and pooling', level: 'operations', faults: windows },
  { title: 'Programs, sessions and files', level: 'sessions', faults: programs },
  { title: 'Beyond the contract', faults: beyond },
  { title: 'Export', faults: exportFaults },
  { title: 'Import', faults: importFaults },
]
