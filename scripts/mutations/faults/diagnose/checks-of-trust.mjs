// Faults in checks of whether answers and explanations can be trusted.
const curve = 'checks/more-data.ts'
const honesty = 'checks/overconfidence.ts'
const slices = 'checks/weak-slices.ts'
const explanation = 'checks/untrustworthy-explanation.ts'

export const checksOfTrust = [
  {
    name: 'curve-leaks',
    file: curve,
    find: '(place) => own[place]!',
    replace: '(place) => left[place % left.length]!',
    fault: 'networks of a learning curve learn the rows left out',
  },
  {
    name: 'curve-fewer-steps',
    file: curve,
    find: 'Math.ceil((epochs * steps(whole)) / steps(count))',
    replace: 'epochs',
    fault: 'fewer rows mean fewer steps',
  },
  {
    name: 'curve-with-folds',
    file: curve,
    find: 'error - ofFold[run]! + all',
    replace: 'error',
    fault: 'folds that are harder at all sizes widen the forecast',
  },
  {
    name: 'curve-unsure',
    file: curve,
    find: 'low > leastGain && value > noise',
    replace: 'value > leastGain',
    fault: 'the interval of the gain does not count',
  },
  {
    name: 'honesty-fixed-threshold',
    file: honesty,
    find: 'test.statistic > test.threshold',
    replace: 'test.statistic > grave',
    fault: 'the threshold of calibration ignores how many rows there are',
  },
  {
    name: 'honesty-unsure',
    file: honesty,
    find: 'const isOver = said > high',
    replace: 'const isOver = said < low',
    fault: 'a network that is not sure enough is called too sure',
  },
  {
    name: 'slices-without-holm',
    file: slices,
    find: 'holm(slices.map(({ p }) => p))',
    replace: 'slices.map(({ p }) => p)',
    fault: 'p of slices is not corrected for how many there are',
  },
  {
    name: 'slices-by-share',
    file: slices,
    find: 'p < significance && high < overall && share < (1 - leastDrop) * overall',
    replace: 'share < (1 - leastDrop) * overall',
    fault: 'a slice of few rows is weak by chance',
  },
  {
    name: 'slices-any-lag',
    file: slices,
    find: 'p < significance && high < overall && share < (1 - leastDrop) * overall',
    replace: 'p < significance && high < overall',
    fault: 'a slice that is hardly worse is weak',
  },
  {
    name: 'slices-best-answers',
    file: slices,
    find: 'errors.map((error) => error <= limit)',
    replace: 'errors.map((error) => error >= limit)',
    fault: 'of numbers, the worst answers are the good ones',
  },
  {
    name: 'slices-in-sample',
    file: 'checks/slices.ts',
    find: 'rows.length >= leastRows && rows.length < x.length',
    replace: 'rows.length >= leastRows',
    fault: 'all rows are a slice',
  },
  {
    name: 'one-feature-negative',
    file: 'checks/one-feature.ts',
    find: 'sum + Math.max(0, value)',
    replace: 'sum + value',
    fault: 'importances below 0 make the share of the first larger',
  },
  {
    name: 'explanation-one-seed',
    file: explanation,
    find: 'bench.train({}, undefined, bench.seed + i)',
    replace: 'bench.train({}, undefined, bench.seed)',
    fault: 'explanations of one seed are compared with themselves',
  },
].map((fault) => ({ tests: 'checks/verdicts-of-trust.test.ts', ...fault }))
