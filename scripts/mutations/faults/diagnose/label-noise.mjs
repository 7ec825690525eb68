// Faults in confident learning, duplicates and neighbours.
const confident = 'label-noise/confident-learning.ts'
const joint = 'label-noise/calibrated-joint.ts'
const prune = 'label-noise/prune-by-noise-rate.ts'
const copies = 'label-noise/duplicates.ts'
const neighbours = 'label-noise/nearest-neighbours.ts'
const chance = 'label-noise/null-distribution.ts'

export const labelNoise = [
  {
    name: 'confident-by-margin',
    file: confident,
    find: 'row[k]! > row[best]!',
    replace: 'row[k]! - thresholds[k]! > row[best]! - thresholds[best]!',
    fault: 'the confident class is the one farthest above its threshold',
  },
  {
    name: 'confident-no-slack',
    file: confident,
    find: 'thresholds[k]! - slack',
    replace: 'thresholds[k]!',
    fault: 'rounding parts a probability from a threshold that it equals',
  },
  {
    name: 'suspects-surest-first',
    file: confident,
    find: 'confidence[a]! - confidence[b]!',
    replace: 'confidence[b]! - confidence[a]!',
    fault: 'the least suspect labels come first',
  },
  {
    name: 'joint-transposed',
    file: confident,
    find: 'joint[labels[i]!]![confident]!++',
    replace: 'joint[confident]![labels[i]!]!++',
    fault: 'labels and confident classes are swapped in the joint',
  },
  {
    name: 'thresholds-of-all-rows',
    file: confident,
    find: 'total / rows))',
    replace: 'total / probabilities.length))',
    fault: 'thresholds are sums over own rows divided by all rows',
  },
  {
    name: 'joint-loses-class',
    file: joint,
    find: 'k === label ? wanted : 0',
    replace: '0',
    fault: 'a label none of whose rows was confident loses its rows',
  },
  {
    name: 'joint-remainders-to-smallest',
    file: joint,
    find: 'shares[j]! - whole[j]! - (shares[i]! - whole[i]!)',
    replace: 'shares[i]! - whole[i]! - (shares[j]! - whole[j]!)',
    fault: 'remainders go to the smallest fractions',
  },
  {
    name: 'prune-sure-rows',
    file: prune,
    find: '.filter((row) => !isSure(row))',
    replace: '',
    fault: 'rows whose label is the most probable class are pruned',
  },
  {
    name: 'prune-one-fewer',
    file: prune,
    find: 'margin(row) >= margin(worst)',
    replace: 'margin(row) > margin(worst)',
    fault: 'one row fewer is pruned than the joint says',
  },
  {
    name: 'margin-to-itself',
    file: 'label-noise/label-quality.ts',
    find: '.filter((_, k) => k !== labels[i])',
    replace: '',
    fault: 'the margin of a label is never above 0',
  },
  {
    name: 'noise-drawn-of-last-class',
    file: chance,
    find: 'sum += row[k]!',
    replace: 'sum = row[k]!',
    fault: 'labels are drawn with wrong probabilities where there are three classes',
  },
  {
    name: 'noise-one-draw',
    file: chance,
    find: "randomKey(seed, 'labels', i)",
    replace: "randomKey(seed, 'labels')",
    fault: 'all label sets drawn by chance are the same',
  },
  {
    name: 'noise-above-only',
    file: chance,
    find: 'share >= statistic',
    replace: 'share > statistic',
    fault: 'p of more suspects, not of as many: certain where none are',
  },
  {
    name: 'near-pairs-twice',
    file: copies,
    find: '(isMutual(i) && indices[i]! < i)',
    replace: 'indices[i]! < 0',
    fault: 'near pairs are listed from both sides',
  },
  {
    name: 'leaks-by-test-scale',
    file: copies,
    find: 'standardized(test, train)',
    replace: 'standardized(test)',
    fault: 'test rows are standardised by themselves',
  },
  {
    name: 'radius-of-farthest',
    file: copies,
    find: 'nearShare * median([...distances])',
    replace: 'nearShare * Math.max(...distances)',
    fault: 'one row far from all others makes many near',
  },
  {
    name: 'conflict-of-copies',
    file: 'label-noise/conflicting-labels.ts',
    find: 'new Set(conflict.labels).size > 1',
    replace: 'conflict.labels.length > 1',
    fault: 'copies with the same label are conflicts',
  },
  {
    name: 'neighbours-early-end',
    file: neighbours,
    find: 'Math.max(worst(best, i), worst(best, j))',
    replace: 'worst(best, i)',
    fault: 'a distance is cut off though the other row needs it',
  },
  {
    name: 'neighbours-squared',
    file: neighbours,
    find: 'best.distances.map(Math.sqrt)',
    replace: 'best.distances.map((square) => square)',
    fault: 'distances are squared',
  },
  {
    name: 'standardised-n-minus-one',
    file: 'label-noise/standardized.ts',
    find: 'Math.sqrt(squares / reference.length) || 1',
    replace: 'Math.sqrt(squares / (reference.length - 1)) || 1',
    fault: 'columns are standardised with n − 1',
  },
  {
    name: 'standardised-by-itself',
    file: 'label-noise/standardized.ts',
    find: 'reference.reduce((sum, row) => sum + row[c]!, 0) / reference.length',
    replace: 'rows.reduce((sum, row) => sum + row[c]!, 0) / rows.length',
    fault: 'columns are centred by their own mean, not by that of the reference',
  },
  {
    name: 'surest-one-side',
    file: 'label-noise/surest-errors.ts',
    find: 'return 2 * normalCdf(-middle - delta)',
    replace: 'return normalCdf(-middle - delta)',
    fault: 'the share of wrong answers is of all rows, not of the surest half',
  },
]
