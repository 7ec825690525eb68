// Faults in the methods of interpret that need no more than answers.
const games = 'shapley/games.ts'
const coalitions = 'shapley/coalitions.ts'
const sampling = 'shapley/sampling.ts'
const leastSquares = 'shapley/least-squares.ts'
const permutation = 'shapley/permutation.ts'
const shuffled = 'importance/permutation.ts'
const partial = 'dependence/partial.ts'
const accumulated = 'dependence/accumulated.ts'
const friedman = 'dependence/friedman.ts'
const ridge = 'lime/weighted-ridge.ts'
const samples = 'lime/samples.ts'
const counted = 'explained/counted.ts'
const fewChanges = 'counterfactuals/few-changes.ts'

export const answers = [
  {
    name: 'shapley-weights-all-alike',
    file: games,
    find: '1 / (players * choose(players - 1, s))',
    replace: '1 / 2 ** (players - 1)',
    fault: 'Shapley values weigh coalitions of all sizes alike',
  },
  {
    name: 'sii-weights-of-sti',
    file: games,
    find: '1 / ((players - 1) * choose(players - 2, s))',
    replace: '2 / (players * choose(players - 1, s))',
    fault: 'the Shapley interaction index has the weights of Shapley-Taylor',
  },
  {
    name: 'sti-diagonal-of-sii',
    file: games,
    find: "if (index === 'STI') own = values[(1 << i) * outputs + o]! - values[o]!",
    replace: "if (index === 'STI') own = shapley[i * outputs + o]!",
    fault: 'the diagonal of the Shapley-Taylor index is the Shapley value',
  },
  {
    name: 'members-from-background',
    file: coalitions,
    find: 'if (members[c * players.length + p] === 0) return',
    replace: 'if (members[c * players.length + p] === 1) return',
    fault: 'members and absent players are swapped',
  },
  {
    name: 'background-first-row-only',
    file: coalitions,
    find: 'for (let i = column; i < size; i += row.length)',
    replace: 'for (let i = column; i < row.length; i += row.length)',
    fault: 'members have their values in the first background row alone',
  },
  {
    name: 'group-first-column-only',
    file: coalitions,
    find: 'for (const column of columns) {',
    replace: 'for (const column of columns.slice(0, 1)) {',
    fault: 'of a group, only the first column joins',
  },
  {
    name: 'kernel-weight-by-size',
    file: sampling,
    find: 'kernelOfSize(players, size) / choose(players, size)',
    replace: 'kernelOfSize(players, size)',
    fault: 'the kernel of a size is not shared out among its coalitions',
  },
  {
    name: 'kernel-middle-twice',
    file: sampling,
    find: 'kernelOfSize(players, size) * (isMiddle ? 1 : 2)',
    replace: 'kernelOfSize(players, size) * 2',
    fault: 'the middle size is drawn as often as two sizes',
  },
  {
    name: 'kernel-draws-without-complement',
    file: sampling,
    find: 'const other = complement(members)',
    replace: 'const other = members',
    fault: 'coalitions are drawn without their complements',
  },
  {
    name: 'kernel-draws-weigh-as-one',
    file: sampling,
    find: 'left / (2 * drawn.length)',
    replace: 'left / drawn.length',
    fault: 'drawn coalitions weigh twice what their sizes do',
  },
  {
    name: 'kernel-sum-not-held',
    file: leastSquares,
    find: 'i < free ? solved[i]! : total - sum',
    replace: 'i < free ? solved[i]! : total',
    fault: 'the last value does not make up the sum',
  },
  {
    name: 'kernel-weights-ignored',
    file: leastSquares,
    find: 'b[i]! += weight * target[m]! * design[m * free + i]!',
    replace: 'b[i]! += target[m]! * design[m * free + i]!',
    fault: 'one side of the normal equations ignores the weights',
  },
  {
    name: 'kernel-errors-not-rooted',
    file: leastSquares,
    find: 'Math.sqrt(Math.max(0, ((square',
    replace: 'Math.abs(Math.max(0, ((square',
    fault: 'standard errors of KernelSHAP are variances',
  },
  {
    name: 'antithetic-not-reversed',
    file: permutation,
    find: 'order.toReversed()',
    replace: 'order.slice()',
    fault: 'the second walk of an order goes forwards again',
  },
  {
    name: 'antithetic-errors-as-if-apart',
    file: permutation,
    find: 'meanOfRepeats(parsed.antithetic ? inPairs(gains) : gains)',
    replace: 'meanOfRepeats([...gains, ...gains])',
    fault: 'standard errors take an order and its reverse for independent, and count them twice',
  },
  {
    name: 'errors-by-population',
    file: 'repeats.ts',
    find: 'squares / (count - 1) / count',
    replace: 'squares / count / count',
    fault: 'standard errors divide by the repeats, not by one less',
  },
  {
    name: 'permutation-of-wrong-row',
    file: shuffled,
    find: 'matrix.values[order[r]! * matrix.columns + column]!',
    replace: 'matrix.values[order[order[r]!]! * matrix.columns + column]!',
    fault: 'rows take the values of other rows than the permutation says',
  },
  {
    name: 'score-direction',
    file: 'importance/scores.ts',
    find: 'score.higherIsBetter ? before - after : after - before',
    replace: 'before - after',
    fault: 'an increase of a loss counts as an improvement',
  },
  {
    name: 'curves-by-point',
    file: partial,
    find: 'values[(point * rows + row) * columns + (i % columns)]!',
    replace: 'values[(row * points + point) * columns + (i % columns)]!',
    fault: 'individual curves mix rows and points',
  },
  {
    name: 'edge-to-upper-bin',
    file: accumulated,
    find: 'edges.findIndex((edge) => value <= edge)',
    replace: 'edges.findIndex((edge) => value < edge)',
    fault: 'a row on the end of an interval counts to the next',
  },
  {
    name: 'effects-centred-at-ends',
    file: accumulated,
    find: '(values[bin * outputs + o]! + values[(bin + 1) * outputs + o]!) / 2',
    replace: 'values[(bin + 1) * outputs + o]!',
    fault: 'accumulated effects are centred as if rows lay at the ends of intervals',
  },
  {
    name: 'h2-not-centred',
    file: friedman,
    find: 'value - means[i % found.columns]!',
    replace: 'value',
    fault: "Friedman's H² of partial dependences that are not centred",
  },
  {
    name: 'ridge-on-mean',
    file: ridge,
    find: 'weightedMeans(x, weights)',
    replace: 'new Float64Array(features)',
    fault: 'the ridge penalises the intercept too',
  },
  {
    name: 'kernel-not-rooted',
    file: 'lime/lime.ts',
    find: 'Math.sqrt(Math.exp(-((d / width) ** 2)))',
    replace: 'Math.exp(-((d / width) ** 2))',
    fault: "LIME's weights lack their root",
  },
  {
    name: 'lime-distance-unscaled',
    file: samples,
    find: 'simple[p]! - row[first]! / scales[first]!',
    replace: 'sample[first]! - row[first]!',
    fault: "LIME's distances ignore the units of features",
  },
  {
    name: 'occlusion-sign',
    file: 'occlusion/changes.ts',
    find: 'predictions.values[r * outputs + (i % outputs)]! - answer',
    replace: 'answer - predictions.values[r * outputs + (i % outputs)]!',
    fault: 'occlusion has the wrong sign',
  },
  {
    name: 'occlusion-last-window',
    file: 'occlusion/patches.ts',
    find: 'regular.at(-1) === last ? regular : [...regular, last]',
    replace: 'regular',
    fault: 'the edge of an image is not covered',
  },
  {
    name: 'search-stops-early',
    file: fewChanges,
    find: 'if (costs[order[from]!]! >= last) break',
    replace: 'if (found.length > 0) break',
    fault: 'the search of counterfactuals ends at the first that it finds',
  },
  {
    name: 'pairs-not-nearest-first',
    file: fewChanges,
    find: 'costs[a]! - costs[b]!',
    replace: 'costs[b]! - costs[a]!',
    fault: 'the search of counterfactuals begins with the farthest',
  },
  {
    name: 'ranges-ignored',
    file: 'counterfactuals/moves.ts',
    find: 'value >= low && value <= high && value !== row[column]',
    replace: 'value !== row[column]',
    fault: 'counterfactuals leave the given ranges',
  },
  {
    name: 'counterfactual-not-verified',
    file: 'counterfactuals/refine.ts',
    find: 'if (lead! >= 0) far = middle',
    replace: 'if (lead! >= -0.01) far = middle',
    fault: 'counterfactuals are brought nearer than the model allows',
  },
  {
    name: 'budget-after-the-fact',
    file: counted,
    find: 'requireBudget(evaluations + rows, budget)',
    replace: 'requireBudget(evaluations, budget)',
    fault: 'a budget is exceeded before it is refused',
  },
  {
    name: 'completeness-of-first-output',
    file: 'attribution.ts',
    find: 'worst = Math.max(worst, Math.abs(gap))',
    replace: 'worst = Math.min(worst, Math.abs(gap))',
    fault: 'the completeness gap is always 0',
  },
]
