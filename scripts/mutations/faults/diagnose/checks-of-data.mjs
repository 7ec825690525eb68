// Faults in checks of data.
const noise = 'checks/label-noise.ts'
const leak = 'checks/target-leak.ts'
const rare = 'checks/class-imbalance.ts'
const shift = 'checks/shift.ts'
const coverage = 'checks/coverage.ts'
const redundancy = 'checks/redundancy.ts'
const copies = 'checks/duplicates.ts'

export const checksOfData = [
  {
    name: 'copies-of-near',
    file: copies,
    find: 'if (of >= train.x.length) return []',
    replace: '',
    fault: 'rows that occur twice in the test set alone are leaks',
  },
  {
    name: 'copies-counted-once',
    file: copies,
    find: 'train.y.length - groupEqualRows(train.x).length',
    replace: 'groupEqualRows(train.x).filter((group) => group.length > 1).length',
    fault: 'of many copies one counts',
  },
  {
    name: 'conflicts-all-lost',
    file: 'checks/conflicting-labels.ts',
    find: 'sum + labels.length - mostOf(labels)',
    replace: 'sum + labels.length',
    fault: 'all rows of a conflict have to be answered wrongly',
  },
  {
    name: 'label-noise-not-cooled',
    file: noise,
    find: 'withTemperature(scores, fitTemperature(scores, y))',
    replace: 'answers',
    fault: 'a network that is too sure suspects right labels',
  },
  {
    name: 'label-noise-ignores-doubt',
    file: noise,
    find: 'Math.max(least, test.threshold)',
    replace: 'least',
    fault: 'the threshold of suspects ignores rows and doubt',
  },
  {
    name: 'label-noise-least-sure',
    file: noise,
    find: 'b.most - a.most',
    replace: 'a.most - b.most',
    fault: 'contradictions are counted where it is least sure',
  },
  {
    name: 'label-noise-rounded',
    file: noise,
    find: 'isSome && sure.low > expected',
    replace: 'isSome && sure.successes / sure.trials > expected',
    fault: 'contradictions by chance are enough',
  },
  {
    name: 'leak-of-trivial',
    file: leak,
    find: '(score - trivial[i]!) / (1 - trivial[i]! || 1)',
    replace: 'score',
    fault: 'a feature that tells the most frequent class gives the answer away',
  },
  {
    name: 'leak-as-good-always',
    file: leak,
    find: 'value > threshold && isAsGood',
    replace: 'value > threshold',
    fault: 'a feature that is surely worse than the network is a leak',
  },
  {
    name: 'leak-keeps-feature',
    file: leak,
    find: 'row.with(column, 0)',
    replace: 'row.with(column, row[column]!)',
    fault: 'the network without a feature still has it',
  },
  {
    name: 'rare-not-scaled',
    file: rare,
    find: 'const scale = classNames.length',
    replace: 'const scale = 1',
    fault: 'a class is rare by its share, whatever the number of classes',
  },
  {
    name: 'rare-precision',
    file: rare,
    find: 'y[row] === k)',
    replace: 'true)',
    fault: 'recall of a class is of all rows',
  },
  {
    name: 'rare-unsure',
    file: rare,
    find: 'rarest.high < accuracy.low',
    replace: 'rarest.successes / rarest.trials < 1',
    fault: 'a rare class is passed over where one of its rows is answered wrongly',
  },
  {
    name: 'shift-without-holm',
    file: shift,
    find: 'holm(found.map(({ p }) => p))',
    replace: 'found.map(({ p }) => p)',
    fault: 'p of shifts is not corrected for how many features there are',
  },
  {
    name: 'shift-by-p-alone',
    file: shift,
    find: 'drifts.filter(({ size, p }) => p < significance && size > effect)',
    replace: 'drifts.filter(({ p }) => p < significance)',
    fault: 'with many rows every small shift is a problem',
  },
  {
    name: 'shift-by-size-alone',
    file: shift,
    find: 'drifts.filter(({ size, p }) => p < significance && size > effect)',
    replace: 'drifts.filter(({ size }) => size > effect)',
    fault: 'with few rows every shift by chance is a problem',
  },
  {
    name: 'shift-plain-v',
    file: shift,
    find: 'const { cramersVCorrected, p } = chiSquaredTest(table)',
    replace: 'const { cramersV: cramersVCorrected, p } = chiSquaredTest(table)',
    fault: "Cramér's V with what chance adds where rows are few",
  },
  {
    name: 'shift-without-target',
    file: shift,
    find: '...driftOf(train.y, test!.y) },',
    replace: '...driftOf(train.y, train.y) },',
    fault: 'a shift of the targets is not seen',
  },
  {
    name: 'coverage-own-scale',
    file: coverage,
    find: 'standardized(asked.x, own)',
    replace: 'standardized(asked.x)',
    fault: 'test rows are standardised by themselves, and lie among the others',
  },
  {
    name: 'coverage-by-chance',
    file: coverage,
    find: 'outside / n > threshold && p < 0.05',
    replace: 'outside / n > 0',
    fault: 'one row outside is enough, whatever chance gives',
  },
  {
    name: 'coverage-median',
    file: coverage,
    find: 'distances], 1 - expected)',
    replace: 'distances], 0.5)',
    fault: 'half of all rows count as outside',
  },
  {
    name: 'redundancy-positive-only',
    file: redundancy,
    find: 'Math.abs(rho) > threshold',
    replace: 'rho > threshold',
    fault: 'features that fall with one another are not seen',
  },
  {
    name: 'redundancy-straight-only',
    file: redundancy,
    find: 'Float64Array.from(rank(values).ranks, (each) => each - middle)',
    replace:
      'Float64Array.from(values, (each) => each - values.reduce((a, b) => a + b) / values.length)',
    fault: "Pearson's correlation in place of Spearman's",
  },
  {
    name: 'redundancy-pairs',
    file: redundancy,
    find: 'if (group === from) groupOf[i] = to',
    replace: 'if (i === b && group === from) groupOf[i] = to',
    fault: 'groups that meet are not joined',
  },
  {
    name: 'redundancy-interval',
    file: redundancy,
    find: 'Math.max(1, n - 3)',
    replace: '1',
    fault: 'the interval of a correlation ignores how many rows there are',
  },
].map((fault) => ({ tests: 'checks/verdicts-of-data.test.ts', ...fault }))
