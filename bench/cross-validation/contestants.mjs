// What is cross-validated. A new entry names its task, gives its rows, and says what must be reached.
import { breastCancer, digits, iris, wine } from '@parallax-ml/datasets'

/** `seeds` is the default, less where one takes long; `target` is the least mean accuracy. */
export const contestants = [
  { name: 'iris', rows: iris, seeds: 5, target: 0.947 },
  { name: 'wine', rows: wine, seeds: 5, target: 0.97 },
  { name: 'breast-cancer', rows: breastCancer, seeds: 5, target: 0.971 },
  { name: 'digits', rows: digits, seeds: 3, target: 0.975 },
  { name: 'digits-cnn', rows: digits, seeds: 3, target: 0.983 },
]
