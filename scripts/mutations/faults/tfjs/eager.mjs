// Faults in operations through TensorFlow.js, node by node.
const elementwise = 'eager/elementwise.ts'
const structure = 'eager/structure.ts'
const windows = 'eager/windows.ts'
const engine = 'eager/engine.ts'
const whole = 'eager/whole-numbers.ts'

/** Seen by its engine in JavaScript. */
export const eager = [
  {
    name: 'eager-maximum-of-nan',
    file: elementwise,
    near: 'maximum',
    find: 'maximum: binary(keepingNan((tf, a, b) => tf.maximum(a, b)))',
    replace: 'maximum: binary((tf, a, b) => tf.where(tf.greater(a, b), a, b))',
    fault: 'the larger of NaN and a number is the number',
  },
  {
    name: 'eager-sign-of-nan',
    file: elementwise,
    near: 'sign',
    find: 'sign: unary(sign)',
    replace:
      'sign: unary((tf, x) => tf.sub(tf.cast(tf.greater(x, 0), x.dtype), tf.cast(tf.less(x, 0), x.dtype)))',
    fault: 'the sign of NaN is 0',
  },
  {
    name: 'eager-power-of-one',
    file: elementwise,
    near: 'pow',
    find: 'pow: binary(power)',
    replace: 'pow: binary((tf, a, b) => tf.pow(a, b))',
    fault: '1 to the power of NaN is NaN',
  },
  {
    name: 'eager-bool-truncates',
    file: elementwise,
    near: 'cast:',
    find: "if (dtype === 'bool') return tf.notEqual(x!, tf.scalar(0, x!.dtype as 'int32'))",
    replace: "if (dtype === 'bool') return tf.cast(tf.cast(x!, 'int32'), 'bool')",
    fault: 'a half is cast to false',
  },
  {
    name: 'eager-product-wraps',
    file: whole,
    near: 'mul',
    find: 'tf.add(tf.mul(a, low), tf.mul(tf.mul(a, high), unit))',
    replace: 'tf.mul(a, b)',
    fault: 'products of whole numbers go through doubles, which have too few bits',
  },
  {
    name: 'eager-log1p',
    file: 'eager/log1p.ts',
    near: 'log1p',
    find: 'tf.mul(tf.log(sum), lost)',
    replace: 'tf.log(sum)',
    fault: 'log(1 + x) loses the digits of a small x',
  },
  {
    name: 'eager-erf',
    file: 'eager/erf.ts',
    near: 'erf',
    find: 'tf.where(tf.less(size, 1), near,',
    replace: 'tf.where(tf.less(size, 0), near,',
    fault: 'the error function near 0 is one minus its complement',
  },
  {
    name: 'eager-argmax-of-nan',
    file: structure,
    near: 'argmax',
    find: 'tf.logicalOr(isTop, isNan)',
    replace: 'isTop',
    fault: 'the place of the largest passes over NaN',
  },
  {
    name: 'eager-sum-axes',
    file: structure,
    near: 'sum',
    find: 'tf.transpose(x, [...others, ...axes]).dataSync()',
    replace: 'x.dataSync()',
    fault: 'sums run over neighbours, whatever their axes',
  },
  {
    name: 'eager-mean-divisor',
    file: structure,
    near: 'mean',
    find: 'x!.size / sizeOf(node.shape)',
    replace: 'x!.size',
    fault: 'means are divided by all numbers',
  },
  {
    name: 'eager-gather-along',
    file: structure,
    near: 'gatheralong',
    find: 'if (i === axis || size === 1) return total',
    replace: 'if (i <= axis || size === 1) return total',
    fault: 'picking along an axis forgets the axes before it',
  },
  {
    name: 'eager-pool-share',
    file: windows,
    near: 'averagepoolgradient',
    find: 'tf.div(toWindows(tf, y!, y!.shape), counts)',
    replace: 'tf.div(toWindows(tf, y!, y!.shape), cells)',
    fault: 'the gradient of averages counts the padding',
  },
  {
    name: 'eager-all-maxima',
    file: windows,
    near: 'maxpoolgradient',
    find: 'tf.where(share, tf.broadcastTo(given, found.shape), tf.zeros(found.shape))',
    replace:
      'tf.where(tf.equal(found, tf.max(found, 1, true)), tf.broadcastTo(given, found.shape), tf.zeros(found.shape))',
    fault: 'gradients of pooling go to all largest cells',
  },
  {
    name: 'eager-padding-into-images',
    file: windows,
    near: 'convinputgradient',
    find: 'position < 0 ? count : position',
    replace: 'position < 0 ? count - 1 : position',
    fault: 'gradients in the padding go to the last pixel',
  },
  {
    name: 'eager-feeds-of-first-step',
    file: engine,
    near: 'steps',
    find: 'feeds[name]!.subarray(step * size, (step + 1) * size)',
    replace: 'feeds[name]!.subarray(0, size)',
    fault: 'every step reads the feeds of the first',
  },
  {
    name: 'eager-update-in-place',
    file: engine,
    near: 'of two states that got',
    find: 'tf.clone(values[id]!)',
    replace: 'values[id]!',
    fault: 'a value that updates two states is owned twice',
  },
  {
    name: 'eager-outputs-of-last-step',
    file: engine,
    near: 'step by step',
    find: 'outputs[name].set(part, step * part.length)',
    replace: 'outputs[name].set(part, 0)',
    fault: 'outputs of all steps are written to the same place',
  },
]

/** Seen by its engine in WebAssembly alone, whose kernels are others. */
export const eagerWasm = [
  {
    name: 'wasm-quotient-truncates',
    file: whole,
    near: 'div',
    find: "tf.cast(isTooLarge, 'int32'),\n",
    replace: 'tf.zerosLike(quotient),\n',
    fault: 'a quotient that is one too large stays so',
  },
  {
    name: 'wasm-max-of-nan',
    file: structure,
    near: 'maxpool',
    find: 'tf.where(tf.greater(nans, 0), tf.fill(top.shape, NaN), top)',
    replace: 'top',
    fault: 'NaN is passed over by the largest',
    survives:
      'The kernels in WebAssembly and JavaScript keep NaN in every position; TensorFlow.js promises nothing.',
  },
  {
    name: 'wasm-abs-of-whole',
    file: elementwise,
    near: 'abs',
    find: "x.dtype === 'int32' ? tf.maximum(x, negateWhole(tf, x)) : tf.abs(x)",
    replace: 'tf.abs(x)',
    fault: 'sizes of whole numbers go through float32',
  },
  {
    name: 'wasm-reverse-of-truths',
    file: structure,
    near: 'reverse',
    find: "if (x!.dtype !== 'bool') return tf.reverse",
    replace: "if (x!.dtype !== 'complex64') return tf.reverse",
    fault: 'truths are reversed by a kernel that moves four bytes of each',
  },
  {
    name: 'wasm-select-of-truths',
    file: elementwise,
    near: 'select',
    find: "yes!.dtype === 'bool'",
    replace: "yes!.dtype === 'complex64'",
    fault: 'truths are chosen by a kernel that takes four bytes for each',
  },
  {
    name: 'wasm-sums-in-float32',
    file: windows,
    near: 'images',
    find: 'transposeA ? longProduct(tf, a, b) : tf.matMul(a, b, false, transposeB)',
    replace: 'tf.matMul(a, b, transposeA, transposeB)',
    fault: 'products over many rows add one after the other in float32',
  },
]
