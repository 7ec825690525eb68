// Faults in layers, first weights, losses and metrics.
const dropout = 'layers/dropout.ts'
const normalization = 'layers/normalization.ts'
const fitData = 'training/fit-data.ts'
const initializers = 'initializers/index.ts'
const layout = 'model/layout.ts'
const losses = 'losses/definition.ts'
const binary = 'losses/binary-crossentropy.ts'
const categorical = 'losses/categorical-crossentropy.ts'
const accuracy = 'metrics/accuracy.ts'

export const layers = [
  {
    name: 'dropout-not-scaled',
    file: dropout,
    find: 'b.mul(input, 1 / (1 - rate))',
    replace: 'input',
    fault: 'dropout does not scale what it keeps',
  },
  {
    name: 'dropout-in-prediction',
    file: dropout,
    find: 'if (!training || rate === 0) return input',
    replace: 'if (!training) return b.mul(input, 1 - rate)',
    fault: 'dropout scales predictions, as if training had not been scaled',
  },
  {
    name: 'dropout-always-drops',
    file: dropout,
    find: 'if (!training || rate === 0) return input\n    const kept = randomAtLeast(b, randomBits(input.shape), rate)',
    replace: `if (rate === 0) return input
    const key = b.constants([1, 2], [2], 'int32')
    const bits = training ? randomBits(input.shape) : b.randomBits(key, input.shape, 0)
    const kept = randomAtLeast(b, bits, rate)`,
    fault: 'dropout drops in predictions too',
  },
  {
    name: 'dropout-keeps-rate',
    file: dropout,
    find: 'randomAtLeast(b, randomBits(input.shape), rate)',
    replace: 'randomAtLeast(b, randomBits(input.shape), 1 - rate)',
    fault: 'dropout keeps the share that it should drop',
  },
  {
    name: 'dropout-of-whole-rows',
    file: dropout,
    find: 'randomAtLeast(b, randomBits(input.shape), rate)',
    replace: `b.broadcast(
      randomAtLeast(b, randomBits(input.shape.map((size, i) => (i === 0 ? size : 1))), rate),
      input.shape,
    )`,
    fault: 'dropout drops whole rows instead of elements',
  },
  {
    name: 'signed-random-bits',
    file: 'random/in-graph.ts',
    find: 'b.select(b.less(signed, 0), b.add(signed, 2 ** 24), signed)',
    replace: 'signed',
    fault: 'random bits are taken for signed: half of the draws are below 0',
  },
  {
    name: 'normalization-without-floor',
    file: normalization,
    find: "b.maximum(b.sqrt(b.reshape(weight('variance'), features)), epsilon)",
    replace: "b.sqrt(b.reshape(weight('variance'), features))",
    fault: 'normalization divides by a deviation of 0',
  },
  {
    name: 'normalization-by-variance',
    file: normalization,
    find: "b.sqrt(b.reshape(weight('variance'), features))",
    replace: "b.reshape(weight('variance'), features)",
    fault: 'normalization divides by the variance instead of the deviation',
  },
  {
    name: 'normalization-epsilon-inside-root',
    file: normalization,
    find: "b.maximum(b.sqrt(b.reshape(weight('variance'), features)), epsilon)",
    replace: "b.sqrt(b.add(b.reshape(weight('variance'), features), epsilon))",
    fault: "normalization's epsilon is inside the root",
  },
  {
    name: 'unbiased-variance',
    file: fitData,
    find: 'squares.map((sum) => sum / count)',
    replace: 'squares.map((sum) => sum / (count - 1))',
    fault: 'normalization learns the unbiased variance',
  },
  {
    name: 'moments-of-blocks',
    file: fitData,
    find: '+ (shift * shift * count * added) / total',
    replace: '',
    fault: 'variances of blocks of streamed rows are merged without the shift of their means',
  },
  {
    name: 'glorot-sum-of-fans',
    file: initializers,
    find: 'fanAvg: (fanIn + fanOut) / 2',
    replace: 'fanAvg: fanIn + fanOut',
    fault: 'Glorot divides by the sum of the fans instead of their mean',
  },
  {
    name: 'he-without-factor',
    file: initializers,
    find: "scaledBy('heNormal', 2,",
    replace: "scaledBy('heNormal', 1,",
    fault: 'He lacks its factor of 2',
  },
  {
    name: 'fans-swapped',
    file: initializers,
    find: 'return { fanIn, fanOut, fanAvg',
    replace: 'return { fanIn: fanOut, fanOut: fanIn, fanAvg',
    fault: 'initialisers swap inputs and outputs of a kernel',
  },
  {
    name: 'uniform-limit',
    file: initializers,
    find: 'Math.sqrt(3 * variance)',
    replace: 'Math.sqrt(variance)',
    fault: 'uniform initialisers take the deviation for the limit',
  },
  {
    name: 'normal-not-widened',
    file: initializers,
    find: '(deviation / truncatedDeviation) * x',
    replace: 'deviation * x',
    fault: 'normal initialisers are not widened for the cut at two deviations',
  },
  {
    name: 'initial-weights-ignore-seed',
    file: layout,
    find: 'randomKey(seed, ',
    replace: 'randomKey(0, ',
    fault: 'first weights ignore the seed',
  },
  {
    name: 'initial-weights-of-all-layers-alike',
    file: layout,
    find: 'randomKey(seed, ',
    replace: "randomKey(seed, 'weights') ?? randomKey(seed, ",
    fault: 'layers of the same shape start with the same weights',
  },
  {
    name: 'loss-summed-over-outputs',
    file: losses,
    find: 'b.mean(values, rest)',
    replace: 'b.sum(values, rest)',
    fault: 'the loss of a row is the sum over its outputs instead of the mean',
  },
  {
    name: 'probabilities-not-clipped',
    file: losses,
    find: 'b.minimum(b.maximum(p, epsilon), 1 - epsilon)',
    replace: 'p',
    fault: 'cross-entropies do not clip probabilities of 0',
  },
  {
    name: 'clip-epsilon',
    file: losses,
    find: 'const epsilon = 1e-7',
    replace: 'const epsilon = 1e-15',
    fault: 'cross-entropies clip at 1e-15 instead of 1e-7',
  },
  {
    name: 'logits-not-seen',
    file: losses,
    find: 'if (output.op === activation) return b.inputsOf(output)[0]',
    replace: 'if (output.op === activation) return undefined',
    fault: 'cross-entropies work from rounded probabilities where logits are at hand',
  },
  {
    name: 'logits-of-other-classes',
    file: losses,
    find: "output.op === 'reshape' && b.inputsOf(output)[0]!.shape.at(-1) === output.shape.at(-1)",
    replace: "output.op === 'reshape'",
    fault: 'categorical cross-entropy of flattened softmaxes takes all of them for one',
  },
  {
    name: 'not-renormalised',
    file: categorical,
    find: 'b.div(output, sumOfLastAxis(b, output))',
    replace: 'output',
    fault: 'categorical cross-entropy does not scale probabilities to the sum 1',
  },
  {
    name: 'sparse-labels-off-by-one',
    file: categorical,
    find: 'b.equal(classes, b.reshape(target, [...target.shape, 1]))',
    replace: 'b.equal(classes, b.add(b.reshape(target, [...target.shape, 1]), -1))',
    fault: 'sparse labels count from 1',
  },
  {
    name: 'label-beyond-classes',
    file: categorical,
    find: 'range: [0, shape.at(-1)! - 1]',
    replace: 'range: [0, shape.at(-1)!]',
    fault: 'a label that is the number of classes is accepted',
  },
  {
    name: 'binary-crossentropy-swapped',
    file: binary,
    find: 'b.mul(target, b.log(p)), b.mul(other, b.log(b.sub(1, p)))',
    replace: 'b.mul(other, b.log(p)), b.mul(target, b.log(b.sub(1, p)))',
    fault: 'binary cross-entropy of probabilities takes 0 for 1',
  },
  {
    name: 'threshold-reached',
    file: accuracy,
    find: 'b.greater(output, thresholdOf(options))',
    replace: 'b.greaterEqual(output, thresholdOf(options))',
    fault: 'binary accuracy counts an output at the threshold as 1',
  },
  {
    name: 'threshold-ignored',
    file: accuracy,
    find: 'b.greater(output, thresholdOf(options))',
    replace: 'b.greater(output, thresholdOf({ ...options, threshold: undefined }))',
    fault: 'binary accuracy ignores its threshold',
  },
  {
    name: 'threshold-of-logits',
    file: 'metrics/threshold.ts',
    find: 'threshold ?? (fromLogits ? 0 : 0.5)',
    replace: 'threshold ?? 0.5',
    fault: 'accuracy judges logits at 0.5 instead of 0',
  },
  {
    name: 'accuracy-of-first-class',
    file: accuracy,
    find: 'share(b, b.equal(largest(b, output), largest(b, target)))',
    replace: 'share(b, b.equal(b.argmax(output, output.shape.length - 1), b.argmax(target, 0)))',
    fault: 'categorical accuracy compares with the wrong axis of the targets',
  },
]
