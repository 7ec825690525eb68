import { faultsOfBehaviour } from './faults-of-behaviour.js'
import { faultsOfData } from './faults-of-data.js'
import { faultsOfTraining } from './faults-of-training.js'
import { faultsOfTrust } from './faults-of-trust.js'
import type { PlantedFault } from './planted-fault.js'

export type { Planted, PlantedFault } from './planted-fault.js'

/** Every planted fault, for tables that say how often a check finds what it should. */
export const plantedFaults: readonly PlantedFault[] = [
  ...faultsOfTraining,
  ...faultsOfBehaviour,
  ...faultsOfData,
  ...faultsOfTrust,
]
