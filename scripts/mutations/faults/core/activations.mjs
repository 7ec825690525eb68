// Faults in activations.
const functions = 'activations/functions.ts'
const table = 'activations/index.ts'
const layers = 'layers/activation-layers.ts'
const prelu = 'layers/prelu.ts'

export const activations = [
  {
    name: 'gelu-swapped',
    file: functions,
    find: 'if (!approximate) {',
    replace: 'if (approximate) {',
    fault: 'gelu is approximate where it should be exact, and the other way round',
  },
  {
    name: 'selu-scale',
    file: functions,
    find: 'scale: 1.0507009873554805',
    replace: 'scale: 1.05070098',
    fault: 'the scale of selu has nine digits only',
  },
  {
    name: 'hard-sigmoid-slope',
    file: functions,
    find: 'b.div(x, 6)',
    replace: 'b.mul(x, 0.2)',
    fault: 'hardSigmoid has the slope 0.2, as in older versions of Keras',
  },
  {
    name: 'leaky-relu-slope',
    file: table,
    find: 'negativeSlope: number(0.2)',
    replace: 'negativeSlope: number(0.01)',
    fault: 'the activation leakyRelu has the slope 0.01, as elsewhere',
  },
  {
    name: 'leaky-relu-layer-slope',
    file: layers,
    find: 'negativeSlope: nonNegative.default(0.3)',
    replace: 'negativeSlope: nonNegative.default(0.2)',
    fault: 'the layer leakyRelu has the slope of the activation',
  },
  {
    name: 'softmax-axis-ignored',
    file: functions,
    find: 'if (at === last) return apply(x)',
    replace: 'if (at >= 0) return apply(x)',
    fault: 'softmax ignores its axis',
  },
  {
    name: 'elu-unguarded',
    file: functions,
    find: 'b.select(isPositive, 0, width === 1 ? x : b.div(x, width))',
    replace: 'width === 1 ? x : b.div(x, width)',
    fault: 'the gradient of elu is NaN for large numbers',
  },
  {
    name: 'elu-alpha-ignored',
    file: functions,
    find: 'b.mul(b.sub(b.exp(exponent), 1), alpha)',
    replace: 'b.sub(b.exp(exponent), 1)',
    fault: 'elu ignores its alpha',
  },
  {
    name: 'celu-as-elu',
    file: table,
    find: 'functions.elu(b, x, alpha, alpha)',
    replace: 'functions.elu(b, x, alpha)',
    fault: 'celu is elu',
  },
  {
    name: 'relu-cap-ignored',
    file: functions,
    find: 'maxValue === undefined ? above : clip(b, above, 0, maxValue)',
    replace: 'above',
    fault: 'relu ignores its largest value',
  },
  {
    name: 'relu-slope-from-zero',
    file: functions,
    find: 'b.mul(b.relu(b.sub(threshold, x)), negativeSlope)',
    replace: 'b.mul(b.relu(b.neg(x)), negativeSlope)',
    fault: 'the slope of relu begins at 0 instead of its threshold',
  },
  {
    name: 'glu-halves-swapped',
    file: functions,
    find: 'b.mul(b.slice(x, axis, 0, half), b.sigmoid(b.slice(x, axis, half, half)))',
    replace: 'b.mul(b.slice(x, axis, half, half), b.sigmoid(b.slice(x, axis, 0, half)))',
    fault: 'glu takes the wrong half for the gate',
  },
  {
    name: 'soft-shrink-without-shift',
    file: table,
    find: 'b.mul(b.sign(x), b.relu(b.sub(b.abs(x), threshold)))',
    replace: 'b.select(b.greater(b.abs(x), threshold), x, 0)',
    fault: 'softShrink is hardShrink',
  },
  {
    name: 'prelu-shares-other-axes',
    file: prelu,
    find: 'places.includes(i + 1) ? 1 : size',
    replace: 'places.length > 0 && !places.includes(i + 1) ? 1 : size',
    fault: 'prelu shares its slopes along all axes but the shared ones',
  },
  {
    name: 'prelu-sign',
    file: prelu,
    find: 'b.sub(b.relu(input), ',
    replace: 'b.add(b.relu(input), ',
    fault: 'prelu has the wrong sign below 0',
  },
]
