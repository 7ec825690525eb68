// The faults of diagnose, by area, for its unit tests to notice.
import { bench } from './bench.mjs'
import { calibration } from './calibration.mjs'
import { checksOfData } from './checks-of-data.mjs'
import { checksOfTraining } from './checks-of-training.mjs'
import { checksOfTrust } from './checks-of-trust.mjs'
import { labelNoise } from './label-noise.mjs'
import { samples } from './samples.mjs'
import { scores } from './scores.mjs'
import { statistics } from './statistics.mjs'
import { trials } from './trials.mjs'

export const diagnose = [
  { title: 'Tests of significance', faults: statistics },
  { title: 'Samples, distances and curves', faults: samples },
  { title: 'Scores', faults: scores },
  { title: 'Calibration', faults: calibration },
  { title: 'Label noise and duplicates', faults: labelNoise },
  { title: 'Bench', faults: bench },
  { title: 'Remedies and trials', faults: trials },
  { title: 'Checks of training and behaviour', faults: checksOfTraining },
  { title: 'Checks of data', faults: checksOfData },
  { title: 'Checks of trust', faults: checksOfTrust },
]
