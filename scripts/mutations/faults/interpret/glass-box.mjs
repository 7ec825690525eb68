// Faults in the interpretable models of interpret.
const bestSplit = 'trees/best-split.ts'
const criteria = 'trees/criteria.ts'
const grow = 'trees/grow.ts'
const prune = 'trees/prune.ts'
const tree = 'trees/tree.ts'
const depthCurve = 'surrogate/depth-curve.ts'
const surrogate = 'surrogate/surrogate-tree.ts'
const fidelity = 'surrogate/fidelity.ts'
const conditions = 'rules/conditions.ts'
const ruleModel = 'rules/rule-model.ts'
const rulesOfTree = 'rules/rules-of-tree.ts'
const judge = 'rules/judge-rules.ts'
const crossEntropy = 'logistic/cross-entropy.ts'
const hessian = 'logistic/hessian.ts'
const standardErrors = 'logistic/standard-errors.ts'
const newton = 'logistic/newton.ts'

export const glassBox = [
  {
    name: 'ties-go-to-the-last',
    file: bestSplit,
    find: 'if (decrease <= enough) continue',
    replace: 'if (decrease < enough - 2 * tolerance) continue',
    fault: 'of equally good splits the last one is taken',
  },
  {
    name: 'ties-by-rounding',
    file: bestSplit,
    find: 'enough = decrease + tolerance',
    replace: 'enough = decrease',
    fault: 'rounding decides between equally good splits',
  },
  {
    name: 'threshold-is-lower-value',
    file: bestSplit,
    find: 'const middle = (value + next) / 2',
    replace: 'const middle = value',
    fault: 'a threshold is the lower of its neighbours',
  },
  {
    name: 'splits-equal-values',
    file: bestSplit,
    find: 'if (value === next || i + 1 - from < minSamplesLeaf) continue',
    replace: 'if (i + 1 - from < minSamplesLeaf) continue',
    fault: 'rows with the same value are thought to be told apart',
  },
  {
    name: 'small-right-leaves',
    file: bestSplit,
    find: 'i < to - minSamplesLeaf; i++',
    replace: 'i < to - 1; i++',
    fault: 'the right side may be smaller than the smallest leaf',
  },
  {
    name: 'weights-missing-in-splits',
    file: bestSplit,
    find: 'const weight = weights[row]!',
    replace: 'const weight = Math.sign(weights[row]!)',
    fault: 'splits are chosen without the weights of the rows',
  },
  {
    name: 'entropy-in-nats',
    file: criteria,
    find: 'Math.log2(',
    replace: 'Math.log(',
    fault: 'entropy is in nats instead of bits',
  },
  {
    name: 'gain-of-the-node-alone',
    file: grow,
    find: 'gain: decrease / rootWeight',
    replace: 'gain: decrease / total.weight',
    fault: 'gains are not weighted by the share of the rows',
  },
  {
    name: 'children-swapped',
    file: grow,
    find: 'column[row]! <= threshold ? 1 : 0',
    replace: 'column[row]! <= threshold ? 0 : 1',
    fault: 'left and right children are swapped',
  },
  {
    name: 'minimum-decrease-unweighted',
    file: grow,
    find: 'limits.minImpurityDecrease * rootWeight',
    replace: 'limits.minImpurityDecrease * total.weight',
    fault: 'the smallest decrease is taken of the node instead of the root',
  },
  {
    name: 'threshold-itself-goes-right',
    file: tree,
    find: 'row[split.feature]! <= split.threshold',
    replace: 'row[split.feature]! < split.threshold',
    fault: 'a row on the threshold goes right',
  },
  {
    name: 'truncated-a-level-late',
    file: tree,
    find: 'path.length <= depth',
    replace: 'path.length <= depth + 1',
    fault: 'a depth is a level more',
  },
  {
    name: 'alpha-over-all-leaves',
    file: prune,
    find: '/ (leaves[index]! - 1)',
    replace: '/ leaves[index]!',
    fault: 'what a leaf is worth is spread over one leaf too many',
  },
  {
    name: 'prunes-too-little',
    file: prune,
    find: 'if (reached > alpha) return false',
    replace: 'if (reached >= alpha) return false',
    fault: 'pruning stops before the step of its own alpha',
  },
  {
    name: 'fidelity-on-fitted-rows',
    file: surrogate,
    find: 'imitation.fidelity(tree, division.heldOut, seed)',
    replace: 'imitation.fidelity(tree, division.fitted, seed)',
    fault: 'fidelity is measured on the rows that were fitted on',
  },
  {
    name: 'fits-held-out-rows',
    file: surrogate,
    find: 'const whole = imitation.fit(division.fitted, depths)',
    replace: 'const whole = imitation.fit([...division.fitted, ...division.heldOut], depths)',
    fault: 'the surrogate is fitted on the rows held out as well',
  },
  {
    name: 'curve-on-fitted-rows',
    file: depthCurve,
    find: 'imitation.score(tree, left, depth)',
    replace: 'imitation.score(tree, rows, depth)',
    fault: 'the curve is measured on rows that were fitted on',
  },
  {
    name: 'best-depth-not-smallest',
    file: depthCurve,
    find: 'best.fidelity - best.standardError',
    replace: 'best.fidelity',
    fault: 'the best depth is taken, without regard to its error',
  },
  {
    name: 'r2-about-zero',
    file: fidelity,
    find: '(values[r * columns + c]! - center) ** 2',
    replace: 'values[r * columns + c]! ** 2',
    fault: 'R² measures the spread from zero instead of the mean',
  },
  {
    name: 'at-least-is-more-than',
    file: conditions,
    find: 'value >= bound',
    replace: 'value > bound',
    fault: 'at least means more than',
  },
  {
    name: 'any-is-all',
    file: conditions,
    find: 'parts.some((holds) => holds(row))',
    replace: 'parts.every((holds) => holds(row))',
    fault: 'any means all',
  },
  {
    name: 'not-is-missing',
    file: conditions,
    find: 'return (row) => !holds(row)',
    replace: 'return holds',
    fault: 'not is ignored',
  },
  {
    name: 'last-rule-answers',
    file: ruleModel,
    find: 'const first = conditions.findIndex(',
    replace: 'const first = conditions.findLastIndex(',
    fault: 'of ordered rules the last that applies answers',
  },
  {
    name: 'intervals-not-merged',
    file: rulesOfTree,
    find: '{ ...before, ...bound }',
    replace: '{ ...bound }',
    fault: 'of two bounds on a feature the last one alone is kept',
  },
  {
    name: 'breaks-are-hits',
    file: judge,
    find: 'y[row] !== label',
    replace: 'y[row] === label',
    fault: 'examples that break a rule are those that obey it',
  },
  {
    name: 'coverage-is-support',
    file: judge,
    find: 'coverage: support / x.rows',
    replace: 'coverage: support / Math.max(1, y.filter((own) => own === label).length)',
    fault: 'coverage is a share of the class instead of all rows',
  },
  {
    name: 'intercepts-penalised',
    file: crossEntropy,
    find: '(i % width === 0 ? 0 : l2 * weight)',
    replace: 'l2 * weight',
    fault: 'intercepts are penalised too',
  },
  {
    name: 'penalty-without-half',
    file: crossEntropy,
    find: 'let value = dot(gradient, parameters) / 2',
    replace: 'let value = 100 * dot(gradient, parameters)',
    fault: 'the penalty of the value is not that of its slopes',
  },
  {
    name: 'hessian-without-covariance',
    file: hessian,
    find: '((a === b ? 1 : 0) - p[b]!)',
    replace: '(a === b ? 1 - p[b]! : 0)',
    fault: 'standard errors take the classes as independent',
  },
  {
    name: 'errors-per-deviation',
    file: standardErrors,
    find: 'variance(at, at))) / deviation',
    replace: 'variance(at, at)))',
    fault: 'standard errors are those of standardised features',
  },
  {
    name: 'intercept-error-unshifted',
    file: standardErrors,
    find: 'p === 0 ? 1 : -means[p - 1]! / deviations[p - 1]!',
    replace: 'p === 0 ? 1 : 0',
    fault: 'standard errors of intercepts are those of standardised features',
  },
  {
    name: 'always-converged',
    file: newton,
    find: 'converged: gradient <= tolerance,',
    replace: 'converged: true,',
    fault: 'every search is said to have converged',
  },
]
