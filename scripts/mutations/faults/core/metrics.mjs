// Faults in metrics.
const accuracy = 'metrics/accuracy.ts'
const agreement = 'metrics/agreement.ts'
const calibration = 'metrics/calibration.ts'
const calibrationBins = 'metrics/calibration-bins.ts'
const classCounts = 'metrics/class-counts.ts'
const precisionRecall = 'metrics/precision-recall.ts'
const probabilities = 'metrics/probability-scores.ts'
const r2 = 'metrics/r2-score.ts'
const ranking = 'metrics/ranking.ts'
const regression = 'metrics/regression.ts'

export const metrics = [
  {
    name: 'precision-is-recall',
    file: precisionRecall,
    find: '({ hits, predicted }) =>\n  ratio(hits, predicted),',
    replace: '({ hits, actual }) =>\n  ratio(hits, actual),',
    fault: 'precision is recall',
  },
  {
    name: 'recall-is-precision',
    file: precisionRecall,
    find: '({ hits, actual }) => ratio(hits, actual)',
    replace: '({ hits, predicted }) => ratio(hits, predicted)',
    fault: 'recall is precision',
  },
  {
    name: 'macro-of-absent-classes',
    file: precisionRecall,
    find: 'sum(present),',
    replace: 'sum((each) => 1 + 0 * present(each)),',
    fault: 'macro averages count classes that do not occur',
  },
  {
    name: 'weighted-by-predictions',
    file: precisionRecall,
    find: 'sum((each) => each.actual * score(each)),\n          sum((each) => each.actual),',
    replace:
      'sum((each) => each.predicted * score(each)),\n          sum((each) => each.predicted),',
    fault: 'weighted averages weigh the classes by predictions instead of targets',
  },
  {
    name: 'undefined-precision',
    file: precisionRecall,
    find: '(b === 0 ? 0 : a / b)',
    replace: 'a / b',
    fault: 'precision is NaN where nothing was predicted',
  },
  {
    name: 'threshold-reached-by-class',
    file: classCounts,
    find: "b.reshape(b.cast(b.greater(node, threshold), 'float'), [places, width])",
    replace: "b.reshape(b.cast(b.greaterEqual(node, threshold), 'float'), [places, width])",
    fault: 'precision and recall count an output at the threshold as yes',
  },
  {
    name: 'confusion-transposed',
    file: classCounts,
    find: 'b.matmul(actual, b.mul(predicted, weights), { transposeA: true })',
    replace: 'b.matmul(predicted, b.mul(actual, weights), { transposeA: true })',
    fault: 'the confusion matrix is transposed',
  },
  {
    name: 'auc-without-ties',
    file: ranking,
    find: 'ordered += yes * (below + no / 2)',
    replace: 'ordered += yes * below',
    fault: 'ties count nothing in the area under the curve',
  },
  {
    name: 'auc-of-ties-in-order',
    file: ranking,
    find: 'if (outputs[i] !== last) ties.push',
    replace: 'if (last !== Infinity) ties.push',
    fault: 'the area under the curve depends on the order of tied rows',
  },
  {
    name: 'auc-unweighted',
    file: ranking,
    find: 'const weight = weights[Math.floor(i / width)]!',
    replace: 'const weight = weights[Math.floor(i / width)]! > 0 ? 1 : 0',
    fault: 'the area under the curve is not weighed',
  },
  {
    name: 'auc-always-roc',
    file: ranking,
    find: "curve === 'roc' ?",
    replace: "curve !== 'none' ?",
    fault: 'the area under the curve is always that of the ROC curve',
  },
  {
    name: 'top-k-ties-against',
    file: accuracy,
    find: "b.cast(b.greater(output, own), 'float'))\n  return share(b, b.less(larger, k))",
    replace:
      "b.cast(b.greaterEqual(output, own), 'float'))\n  return share(b, b.lessEqual(larger, k))",
    fault: 'ties count against the class in top-k accuracies',
  },
  {
    name: 'top-k-off-by-one',
    file: accuracy,
    find: 'b.less(larger, k)',
    replace: 'b.lessEqual(larger, k)',
    fault: 'top-k accuracies take one more',
  },
  {
    name: 'calibration-bins-closed-below',
    file: calibrationBins,
    find: 'const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))',
    replace: `if (confidence >= 0) return Math.min(bins - 1, Math.floor(confidence * bins))
    const bin = 0`,
    fault: 'bins of the calibration error are closed below instead of above',
  },
  {
    name: 'calibration-quantiles-ignored',
    file: calibrationBins,
    find: "strategy === 'uniform' ?",
    replace: "strategy !== 'none' ?",
    fault: 'bins of the calibration error are always of equal width',
  },
  {
    name: 'calibration-of-class-one',
    file: calibration,
    find: 'const guess = indexOfLargest(own)',
    replace: 'const guess = Math.min(1, indexOfLargest(own))',
    fault: 'the calibration error of several classes looks at the first two',
  },
  {
    name: 'r2-without-mean',
    file: r2,
    find: '(targets[i]! - mean[k]!) ** 2',
    replace: 'targets[i]! ** 2',
    fault: 'r2 compares with 0 instead of the mean',
  },
  {
    name: 'r2-never-weighted-by-variance',
    file: r2,
    find: "classAggregation === 'uniformAverage' ||",
    replace: "classAggregation !== 'none' ||",
    fault: 'r2 never weighs outputs by their variance',
  },
  {
    name: 'r2-of-constant-targets',
    file: r2,
    find: 'if (variation === 0) return rest === 0 ? 1 : 0',
    replace: '',
    fault: 'r2 is infinite where targets do not vary',
  },
  {
    name: 'kappa-linear-for-quadratic',
    file: agreement,
    find: 'return b.mul(distance, distance)',
    replace: 'return distance',
    fault: 'quadratic kappa takes linear costs for what happened',
  },
  {
    name: 'kappa-without-rows',
    file: agreement,
    find: '1 - (cost![0]! * sumOf(actual!)) / expected',
    replace: '1 - cost![0]! / expected',
    fault: 'kappa compares a sum with a share',
  },
  {
    name: 'matthews-without-chance',
    file: agreement,
    find: 'rows * sumOf(hits!) - product(predicted!, actual!)',
    replace: 'rows * sumOf(hits!)',
    fault: "Matthews' correlation does not take off what chance gives",
  },
  {
    name: 'balanced-over-absent-classes',
    file: agreement,
    find: 'actual!.filter((size) => size > 0).length',
    replace: 'actual!.length',
    fault: 'balanced accuracy counts classes that do not occur',
  },
  {
    name: 'root-of-every-row',
    file: regression,
    find: 'return meanOfRows(b, b.mul(difference, difference))\n  },\n  transform: Math.sqrt,',
    replace: 'return b.sqrt(meanOfRows(b, b.mul(difference, difference)))\n  },',
    fault: 'rootMeanSquaredError is the mean of the roots of the rows',
  },
  {
    name: 'cosine-metric-sign',
    file: regression,
    find: 'perRow: (_, comparison) => cosineOfRows(comparison)',
    replace: 'perRow: (_, comparison) => comparison.builder.neg(cosineOfRows(comparison))',
    fault: 'the metric cosineSimilarity has the sign of the loss',
  },
  {
    name: 'log-loss-clip',
    file: probabilities,
    find: 'const smallest = 2 ** -52',
    replace: 'const smallest = 1e-7',
    fault: 'logLoss clips at 1e-7, as the losses do',
  },
  {
    name: 'brier-of-classes-halved',
    file: probabilities,
    find: 'return meanOfRows(b, sumOfLastAxis(b, b.mul(difference, difference)))',
    replace: 'return meanOfRows(b, b.mul(difference, difference))',
    fault: 'the Brier score of several classes is divided by their number',
  },
  {
    name: 'metrics-ignore-logits',
    file: 'metrics/index.ts',
    find: 'inherits ? { fromLogits: lossOptions.fromLogits, ...given } : given',
    replace: 'inherits ? { ...given } : given',
    fault: 'metrics take logits for probabilities',
  },
]
