// Faults in the numbers of single operations.
const elementwise = 'interpreter/kernels/elementwise.ts'
const special = 'interpreter/kernels/special.ts'
const reductions = 'interpreter/kernels/reductions.ts'
const softmax = 'interpreter/kernels/softmax.ts'
const matmul = 'interpreter/kernels/matmul.ts'
const indexing = 'interpreter/kernels/indexing.ts'
const compileNode = 'interpreter/compile-node.ts'
const murmur = 'random/murmur.ts'

export const operations = [
  {
    name: 'maximum-drops-nan',
    file: elementwise,
    find: 'o[i] = Math.max(a[i * p]!, b[i * q]!)',
    replace: 'o[i] = a[i * p]! > b[i * q]! ? a[i * p]! : b[i * q]!',
    fault: 'maximum drops a NaN of its first operand',
  },
  {
    name: 'relu-drops-nan',
    file: elementwise,
    find: '  relu: (',
    replace: `  relu: (o, n, a, p) => () => {
    for (let i = 0; i < n; i++) o[i] = a[i * p]! > 0 ? a[i * p]! : 0
  },
  'relu as it was': (`,
    fault: 'relu makes 0 of NaN',
  },
  {
    name: 'div-truncates',
    file: elementwise,
    find: 'Math.floor(a[i * p]! / b[i * q]!)',
    replace: 'Math.trunc(a[i * p]! / b[i * q]!)',
    fault: 'division of int32 rounds towards zero',
  },
  {
    name: 'mul-integers-as-floats',
    file: elementwise,
    find: 'Math.imul(a[i * p]!, b[i * q]!)',
    replace: 'a[i * p]! * b[i * q]!',
    fault: 'products of int32 beyond 2^53 lose their low bits',
  },
  {
    name: 'cast-rounds',
    file: elementwise,
    find: 'toBool : loops.copy!',
    replace: "toBool : to === 'int32' ? loops.round! : loops.copy!",
    fault: 'a cast to int32 rounds instead of dropping the fraction',
  },
  {
    name: 'sigmoid-sign',
    file: elementwise,
    find: '1 / (1 + Math.exp(-a[i * p]!))',
    replace: '1 / (1 + Math.exp(a[i * p]!))',
    fault: 'sigmoid of the wrong sign',
  },
  {
    name: 'softplus-overflows',
    file: elementwise,
    find: '  softplus: (',
    replace: `  softplus: (o, n, a, p) => () => {
    for (let i = 0; i < n; i++) o[i] = Math.log(1 + Math.exp(a[i * p]!))
  },
  'softplus as it was': (`,
    fault: 'softplus as log(1 + exp(x)) overflows at 1000',
  },
  {
    name: 'tanh-near-zero',
    file: elementwise,
    find: 'o[i] = Math.tanh(a[i * p]!)',
    replace: 'o[i] = 1 - 2 / (Math.exp(2 * a[i * p]!) + 1)',
    fault: 'tanh by an exponential loses the digits of small numbers',
  },
  {
    name: 'log1p-near-zero',
    file: elementwise,
    find: 'o[i] = Math.log1p(a[i * p]!)',
    replace: 'o[i] = Math.log(1 + a[i * p]!)',
    fault: 'log1p as log(1 + x) loses the digits of small numbers',
  },
  {
    name: 'less-of-nan',
    file: elementwise,
    find: 'a[i * p]! < b[i * q]! ? 1 : 0',
    replace: 'a[i * p]! >= b[i * q]! ? 0 : 1',
    fault: 'less is true of NaN',
  },
  {
    name: 'not-equal-of-nan',
    file: elementwise,
    find: 'a[i * p]! === b[i * q]! ? 0 : 1',
    replace: 'a[i * p]! < b[i * q]! || a[i * p]! > b[i * q]! ? 1 : 0',
    fault: 'notEqual is false of NaN',
  },
  {
    name: 'round-halves-up',
    file: special,
    find: 'rest > 0.5 || (rest === 0.5 && floor % 2 !== 0)',
    replace: 'rest >= 0.5',
    fault: 'round takes halves up instead of to the even number',
  },
  {
    name: 'pow-of-one',
    file: special,
    find: 'if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1',
    replace: '',
    fault: '1 to the power of NaN or infinity is NaN',
  },
  {
    name: 'erf-by-polynomial',
    file: special,
    find: 'return Math.sign(x) * (z < 2.5 ? erfSeries(z) : 1 - erfcFraction(z))',
    replace: `const t = 1 / (1 + 0.3275911 * z)
  const terms = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429]
  const sum = terms.reduceRight((total, term) => (total + term) * t, 0)
  return Math.sign(x) * (1 - sum * Math.exp(-z * z))`,
    fault: 'erf by a polynomial that is 1.5e-7 off',
  },
  {
    name: 'argmax-last',
    file: reductions,
    find: 'if (value <= best) continue',
    replace: 'if (value < best) continue',
    fault: 'argmax gives the last of equal elements',
  },
  {
    name: 'argmax-passes-nan',
    file: reductions,
    find: 'k < length && !Number.isNaN(best)',
    replace: 'k < length',
    fault: 'argmax passes over a NaN',
  },
  {
    name: 'max-drops-nan',
    file: reductions,
    find: 'output[map[i]!] = Math.max(output[map[i]!]!, input[i]!)',
    replace: '{ if (input[i]! > output[map[i]!]!) output[map[i]!] = input[i]! }',
    fault: 'max passes over a NaN',
  },
  {
    name: 'max-starts-from-zero',
    file: reductions,
    find: '-(2 ** 31) : -Infinity',
    replace: '-(2 ** 31) : 0',
    fault: 'max of negative numbers is 0',
  },
  {
    name: 'sum-in-single-precision',
    file: reductions,
    find: 'const total = new Float64Array(output.length)',
    replace: 'const total = new Float32Array(output.length)',
    fault: 'a float64 session sums in float32',
  },
  {
    name: 'mean-count',
    file: compileNode,
    find: 'map.length / output.length',
    replace: 'map.length',
    fault: 'mean divides by all elements instead of those of its axes',
  },
  {
    name: 'softmax-not-shifted',
    file: softmax,
    find: 'const max = largest(input, start, width)\n      const sum =',
    replace: 'const max = 0\n      const sum =',
    fault: 'softmax is not shifted by the maximum and overflows',
  },
  {
    name: 'log-softmax-not-shifted',
    file: softmax,
    find: 'const max = largest(input, start, width)\n      const logarithm =',
    replace: 'const max = 0\n      const logarithm =',
    fault: 'logSoftmax is not shifted by the maximum and overflows',
  },
  {
    name: 'log-softmax-by-logarithm',
    file: softmax,
    find: 'output[start + j] = input[start + j]! - max - logarithm',
    replace: 'output[start + j] = Math.log(Math.exp(input[start + j]! - max - logarithm))',
    fault: 'logSoftmax as the logarithm of the softmax is −∞ for unlikely classes',
  },
  {
    name: 'matmul-first-batch-of-a',
    file: matmul,
    find: 'const startA = m * rows * inner + i * rowA',
    replace: 'const startA = i * rowA',
    fault: 'a batched matmul reads batch 0 of a only',
  },
  {
    name: 'matmul-first-batch-of-b',
    file: matmul,
    find: 'const startB = m * inner * columns + j * columnB',
    replace: 'const startB = j * columnB',
    fault: 'a batched matmul reads batch 0 of b only',
  },
  {
    name: 'matmul-first-batch-of-wide-b',
    file: matmul,
    find: 'const row = (m * inner + k) * columns',
    replace: 'const row = k * columns',
    fault: 'a batched matmul reads batch 0 of a wide b only',
  },
  {
    name: 'matmul-ignores-transpose-a',
    file: matmul,
    find: '[rowA, innerA] = transposeA ? [1, rows] : [inner, 1]\n  const [columnB',
    replace: '[rowA, innerA] = [inner, 1]\n  const [columnB',
    fault: 'matmul reads a transposed a as it lies',
  },
  {
    name: 'matmul-ignores-transpose-of-wide',
    file: matmul,
    find: '[rowA, innerA] = transposeA ? [1, rows] : [inner, 1]\n  const total',
    replace: '[rowA, innerA] = [inner, 1]\n  const total',
    fault: 'matmul with a wide b reads a transposed a as it lies',
  },
  {
    name: 'matmul-ignores-transpose-b',
    file: matmul,
    find: 'transposeB ? [inner, 1] : [1, columns]',
    replace: '[1, columns]',
    fault: 'matmul reads a transposed b as it lies',
  },
  {
    name: 'scatter-add-overwrites',
    file: indexing,
    find: 'total[to + j]! += updates[i * width + j]!',
    replace: 'total[to + j] = updates[i * width + j]!',
    fault: 'scatterAdd keeps the last of rows with the same index',
  },
  {
    name: 'scatter-add-remembers',
    file: indexing,
    find: 'total.fill(0)',
    replace: '',
    fault: 'scatterAdd starts from the sums of the step before',
  },
  {
    name: 'one-hot-remembers',
    file: indexing,
    find: 'output.fill(0)',
    replace: '',
    fault: 'oneHot keeps the ones of the step before',
  },
  {
    name: 'gather-along-last-axis',
    file: compileNode,
    find: 'gatherAlongKernel(output, a, b, base, strides[axis]!)',
    replace: 'gatherAlongKernel(output, a, b, base, strides.at(-1)!)',
    fault: 'gatherAlong picks along the last axis, whichever it is asked for',
  },
  {
    name: 'slice-off-by-one',
    file: compileNode,
    find: 'node.attributes.start * strides[node.attributes.axis]!)',
    replace: 'Math.max(0, node.attributes.start - 1) * strides[node.attributes.axis]!)',
    fault: 'a slice of an inner axis starts one too early',
  },
  {
    name: 'slice-of-first-axis-off-by-one',
    file: 'interpreter/interpret.ts',
    find: 'subarray(start * width, (start + size) * width)',
    replace: 'subarray(Math.max(0, start - 1) * width, (Math.max(0, start - 1) + size) * width)',
    fault: 'a slice of the first axis starts one too early',
  },
  {
    name: 'pad-on-the-other-side',
    file: compileNode,
    find: 'const start = node.attributes.before * strides',
    replace: 'const start = node.attributes.after * strides',
    fault: 'pad takes before for after',
  },
  {
    name: 'transpose-inverse',
    file: compileNode,
    find: 'node.attributes.permutation.map((axis) => strides[axis]!)',
    replace: 'node.attributes.permutation.map((_, i, all) => strides[all.indexOf(i)]!)',
    fault: 'transpose by the inverse permutation',
  },
  {
    name: 'concat-backwards',
    file: compileNode,
    find: 'putBlocksKernel(output, input, width, pitch, offset - width)',
    replace: 'putBlocksKernel(output, input, width, pitch, pitch - offset)',
    fault: 'concat joins its parts in reverse order',
  },
  {
    name: 'random-bits-without-stream',
    file: murmur,
    find: 'mix(mix(key[0]! | 0, key[1]!), stream)',
    replace: 'mix(mix(key[0]! | 0, key[1]!), 0)',
    fault: 'randomBits gives every stream the same bits',
  },
]
