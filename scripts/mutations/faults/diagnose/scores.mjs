// Faults in curves and scores.
const curves = 'statistics/scores/threshold-curves.ts'
const confusion = 'statistics/scores/confusion.ts'
const auc = 'statistics/scores/multiclass-auc.ts'

export const scores = [
  {
    name: 'curve-parts-ties',
    file: curves,
    find: 'if (next !== undefined && scores[next] === scores[i]) return',
    replace: '',
    fault: 'equal scores are points of their own',
  },
  {
    name: 'area-by-steps',
    file: curves,
    find: '((right - x[i]!) * (y[i + 1]! + y[i]!)) / 2',
    replace: '(right - x[i]!) * y[i + 1]!',
    fault: 'the area under a curve counts ties as won',
  },
  {
    name: 'roc-of-all-rows',
    file: curves,
    find: 'point.falsePositives / negatives',
    replace: 'point.falsePositives / (positives + negatives)',
    fault: 'the false positive rate is of all rows',
  },
  {
    name: 'confusion-transposed',
    file: confusion,
    find: 'counts[labels[i]!]![predicted[i]!]!++',
    replace: 'counts[predicted[i]!]![labels[i]!]!++',
    fault: 'rows and columns of the confusion matrix are swapped',
  },
  {
    name: 'precision-is-recall',
    file: confusion,
    find: 'precision: ratio(hits, taken)',
    replace: 'precision: ratio(hits, support)',
    fault: 'precision is recall',
  },
  {
    name: 'specificity-of-all-rows',
    file: confusion,
    find: 'ratio(total - support - taken + hits, total - support)',
    replace: 'ratio(total - support - taken + hits, total)',
    fault: 'specificity is a share of all rows',
  },
  {
    name: 'one-against-one-way',
    file: auc,
    find: '(areaOf(a, rows) + areaOf(b, rows)) / 2',
    replace: 'areaOf(a, rows)',
    fault: 'a pair of classes is judged by one of its probabilities',
  },
  {
    name: 'weighted-area-unweighted',
    file: auc,
    find: 'sum + area * support[k]!, 0) / all.length',
    replace: 'sum + area, 0) / classes.length',
    fault: 'the weighted area ignores how many rows classes have',
  },
  {
    name: 'entropy-in-bits',
    file: 'statistics/scores/entropy.ts',
    find: 'Math.log(p)',
    replace: 'Math.log2(p)',
    fault: 'entropy is in bits',
  },
  {
    name: 'explained-variance-is-r2',
    file: 'statistics/scores/regression-errors.ts',
    find: '1 - spread(errors) / spread(targets)',
    replace: '1 - errors.reduce((sum, each) => sum + each ** 2, 0) / spread(targets)',
    fault: 'explained variance counts a constant error',
  },
]
