// Faults in calibration.
const chance = 'calibration/null-distribution.ts'
const isotonic = 'calibration/isotonic.ts'
const temperature = 'calibration/temperature.ts'

export const calibration = [
  {
    name: 'calibration-outcomes-of-mean',
    file: chance,
    find: 'draw < confidences[row]! ? 1 : 0',
    replace: 'draw < confidences[0]! ? 1 : 0',
    fault: 'outcomes of an honest model are drawn with one confidence for all',
  },
  {
    name: 'calibration-p-zero',
    file: chance,
    find: '(reached + 1) / (simulations + 1)',
    replace: 'reached / simulations',
    fault: 'p of the calibration error may be 0',
  },
  {
    name: 'calibration-below',
    file: chance,
    find: 'error >= statistic',
    replace: 'error <= statistic',
    fault: 'p of a calibration error is the share below it',
  },
  {
    name: 'calibration-one-draw',
    file: chance,
    find: "randomKey(seed, 'calibration', i)",
    replace: "randomKey(seed, 'calibration')",
    fault: 'all simulated outcomes are the same',
  },
  {
    name: 'calibration-bins-unheard',
    file: chance,
    find: 'calibrationBins(confidences, came, bins)',
    replace: 'calibrationBins(confidences, came)',
    fault: 'the number of bins that was asked for is ignored',
  },
  {
    name: 'calibration-threshold-median',
    file: chance,
    find: 'quantile(simulated, 0.95)',
    replace: 'quantile(simulated, 0.5)',
    fault: 'half of all honest models are above the threshold',
  },
  {
    name: 'isotonic-pools-once',
    file: isotonic,
    find: 'while (\n      blocks.length > 0 &&',
    replace: 'if (\n      blocks.length > 0 &&',
    fault: 'violators are pooled with one block before them at most',
  },
  {
    name: 'isotonic-pool-unweighted',
    file: isotonic,
    find: 'count: before.count + block.count,',
    replace: 'count: 2 * before.count,',
    fault: 'pooled blocks weigh the same',
  },
  {
    name: 'isotonic-equal-x',
    file: isotonic,
    find: 'last === undefined || last.x !== x[i]',
    replace: 'last === undefined || Number.isFinite(last.x)',
    fault: 'points with the same x are points of their own',
  },
  {
    name: 'temperature-upside-down',
    file: temperature,
    find: 'logit / temperature)',
    replace: 'logit * temperature)',
    fault: 'a temperature above 1 makes answers surer',
  },
  {
    name: 'temperature-overflows',
    file: temperature,
    find: 'Math.exp(logit - largest)',
    replace: 'Math.exp(logit)',
    fault: 'large logits overflow',
  },
  {
    name: 'temperature-of-zero',
    file: temperature,
    find: 'Math.log(Math.max(p, smallest))',
    replace: 'Math.log(p)',
    fault: 'a probability of 0 has no logit',
  },
  {
    name: 'temperature-own-logit-only',
    file: temperature,
    find: 'const own = row[labels[i]!]!',
    replace: 'const own = Math.max(...Array.from(row))',
    fault: 'the temperature is fitted to the answers, not to the labels',
  },
  {
    name: 'last-of-equals',
    file: 'calibration/top-label.ts',
    find: 'row[k]! > row[largest]!',
    replace: 'row[k]! >= row[largest]!',
    fault: 'of equal probabilities the last counts',
  },
  {
    name: 'classwise-summed',
    file: 'calibration/classwise.ts',
    find: 'sum + error, 0) / classes',
    replace: 'sum + error, 0)',
    fault: 'errors of classes are summed, not averaged',
  },
]
