// Faults in what is drawn from samples, in distances between them and in learning curves.
const bootstrap = 'statistics/bootstrap.ts'
const divergences = 'statistics/divergences.ts'
const effective = 'statistics/effective-rows.ts'
const forecast = 'statistics/forecast.ts'
const discrepancy = 'statistics/maximum-mean-discrepancy.ts'
const stability = 'statistics/population-stability.ts'
const powerLaw = 'statistics/power-law.ts'
const apartness = 'statistics/two-sample-classifier.ts'

export const samples = [
  {
    name: 'bootstrap-deviation-n',
    file: bootstrap,
    find: 'squares / (values.length - 1)',
    replace: 'squares / values.length',
    fault: 'the standard error of the bootstrap divides by n',
  },
  {
    name: 'bootstrap-tail-doubled',
    file: bootstrap,
    find: 'const tail = (1 - confidence) / 2',
    replace: 'const tail = 1 - confidence',
    fault: 'the interval of the bootstrap leaves out 5 % on either side',
  },
  {
    name: 'bootstrap-one-draw',
    file: bootstrap,
    find: "resample(items.length, seed, 'bootstrap', i)",
    replace: "resample(items.length, seed, 'bootstrap')",
    fault: 'all resamples of the bootstrap are the same one',
  },
  {
    name: 'resample-never-last',
    file: bootstrap,
    find: 'Math.floor(u * count)',
    replace: 'Math.floor(u * (count - 1))',
    fault: 'the last item is never drawn',
  },
  {
    name: 'divergence-of-nothing',
    file: divergences,
    find: 'each === 0 ? 0 : each * Math.log(each / q[i]!)',
    replace: 'each * Math.log(each / q[i]!)',
    fault: 'a share of 0 makes divergences NaN',
  },
  {
    name: 'jensen-shannon-not-rooted',
    file: divergences,
    find: 'Math.sqrt(Math.max(0, (divergence(a, middle) + divergence(b, middle)) / 2))',
    replace: 'Math.max(0, (divergence(a, middle) + divergence(b, middle)) / 2)',
    fault: 'the Jensen–Shannon divergence in place of the distance',
  },
  {
    name: 'total-variation-not-halved',
    file: divergences,
    find: 'Math.abs(share - b[i]!), 0) / 2',
    replace: 'Math.abs(share - b[i]!), 0)',
    fault: 'total variation goes up to 2',
  },
  {
    name: 'vendi-order-one',
    file: effective,
    find: '(-2 * square) / scale',
    replace: '-square / scale',
    fault: 'the kernel of the Vendi score is not squared',
  },
  {
    name: 'forecast-not-widened',
    file: forecast,
    find: 'Math.sqrt(errors.length / (errors.length - 1)) * (drawn - means[k]!)',
    replace: 'drawn - means[k]!',
    fault: 'resampled means of few runs vary too little',
  },
  {
    name: 'forecast-gain-reversed',
    file: forecast,
    find: 'powerLawAt(each, largest) - powerLawAt(each, rows)',
    replace: 'powerLawAt(each, rows) - powerLawAt(each, largest)',
    fault: 'a gain of more rows is a loss',
  },
  {
    name: 'forecast-same-draws',
    file: forecast,
    find: "'forecast', i, k)",
    replace: "'forecast', 0, k)",
    fault: 'every law of the forecast goes through the same resampled runs',
  },
  {
    name: 'discrepancy-biased',
    file: discrepancy,
    find: '(2 * sums[2]!) / (n * (n - 1))',
    replace: '(2 * sums[2]!) / (n * n)',
    fault: 'the mean discrepancy is biased',
  },
  {
    name: 'discrepancy-p-zero',
    file: discrepancy,
    find: '(reached + 1) / (permutations + 1)',
    replace: 'reached / permutations',
    fault: 'the order that was seen does not count, and p may be 0',
  },
  {
    name: 'discrepancy-one-order',
    file: discrepancy,
    find: "randomKey(seed, 'discrepancy', i)",
    replace: "randomKey(seed, 'discrepancy')",
    fault: 'all shuffles are the same one',
  },
  {
    name: 'discrepancy-gamma',
    file: discrepancy,
    find: '1 / (2 * middle)',
    replace: '1 / (2 * middle ** 2)',
    fault: 'the median squared distance is squared again',
  },
  {
    name: 'stability-edges-of-actual',
    file: stability,
    find: 'quantiles(expected, inner)',
    replace: 'quantiles(actual, inner)',
    fault: 'bins of the stability index are cut by the other sample',
  },
  {
    name: 'stability-edge-below',
    file: stability,
    find: 'edge <= value',
    replace: 'edge < value',
    fault: 'a value on an edge falls into the bin below',
  },
  {
    name: 'stability-empty-bin',
    file: stability,
    find: 'Math.max(least, q![bin]!)',
    replace: 'q![bin]!',
    fault: 'an empty bin makes the stability index infinite',
  },
  {
    name: 'power-law-ratio-of-means',
    file: powerLaw,
    find: '(xy + count * x * y) / (xx + count * x * x)',
    replace: 'y / x',
    fault: 'without a floor, the scale is the ratio of the means, not least squares',
  },
  {
    name: 'quantiles-without-lines',
    file: 'statistics/quantiles.ts',
    find: 'below + (sorted[Math.ceil(place)]! - below) * (place % 1)',
    replace: 'below',
    fault: 'quantiles are values, without lines between them',
  },
  {
    name: 'apartness-leaks',
    file: apartness,
    find: 'train.map((row) => rows[row]!),\n      train.map((row) => labels[row]!),',
    replace: 'rows,\n      labels,',
    fault: 'samples are told apart by a classifier that has seen the rows',
  },
  {
    name: 'apartness-without-squares',
    file: apartness,
    find: 'columns > mostSquared ? own :',
    replace: 'columns > 0 ? own :',
    fault: 'the classifier of two samples does not see spreads',
  },
  {
    name: 'earth-mover-ignores-sizes',
    file: 'statistics/wasserstein.ts',
    find: 'Math.abs(fromA / a.length - fromB / b.length)',
    replace: 'Math.abs(fromA - fromB) / a.length',
    fault: "the earth mover's distance ignores that samples differ in size",
  },
]
