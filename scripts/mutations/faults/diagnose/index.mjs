// The faults of diagnose, by area, for its unit tests to notice.
import { bench } from './bench.mjs'
import { calibration } from './calibration.mjs'
import { checksOfData } from './checks-of-data.mjs'
import { checksOfTraining } from './checks-of-training.mjs'
import { labelNoise } from './label-noise.mjs'
import { scores } from './scores.mjs'
import { statistics } from './statistics.mjs'
import { trials } from './trials.mjs'

export const diagnose = [
  { title: 'Statistics', faults: statistics },
  { title: 'Scores', faults: scores },
  { title: 'Calibration', faults: calibration },
  { title: 'Label noise and duplicates', faults: labelNoise },
  { title: 'Bench', faults: bench },
  { title: 'Remedies and trials', faults: trials },
  { title: 'Checks of training and behaviour', faults: checksOfTraining },
  { title: 'Checks of data and trust', faults: checksOfData },
]
