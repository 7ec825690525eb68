// Faults in derivatives.
const elementwise = 'graph/operations/elementwise.ts'
const reductions = 'graph/operations/reductions.ts'
const softmax = 'graph/operations/softmax.ts'
const matmul = 'graph/operations/matmul.ts'
const movement = 'graph/operations/movement.ts'
const indexing = 'graph/operations/indexing.ts'
const differentiate = 'graph/differentiate.ts'

export const gradients = [
  {
    name: 'maximum-tie-to-second',
    file: elementwise,
    find: 'b.greaterEqual(x!, y!)',
    replace: 'b.greater(x!, y!)',
    fault: 'the gradient of tied maximum goes to the second operand',
  },
  {
    name: 'minimum-tie-to-second',
    file: elementwise,
    find: 'b.lessEqual(x!, y!)',
    replace: 'b.less(x!, y!)',
    fault: 'the gradient of tied minimum goes to the second operand',
  },
  {
    name: 'relu-gradient-at-zero',
    file: elementwise,
    find: "relu: unary('relu', ({ builder: b, node, cotangent }) => [\n    b.select(b.greater(node, 0), cotangent, 0),",
    replace:
      "relu: unary('relu', ({ builder: b, inputs: [x], cotangent }) => [\n    b.select(b.greaterEqual(x!, 0), cotangent, 0),",
    fault: 'the gradient of relu is 1 at 0',
  },
  {
    name: 'abs-gradient-at-zero',
    file: elementwise,
    find: '[b.mul(cotangent, b.sign(x!))]',
    replace: '[b.select(b.less(x!, 0), b.neg(cotangent), cotangent)]',
    fault: 'the gradient of abs is 1 at 0',
  },
  {
    name: 'sqrt-gradient-at-zero',
    file: elementwise,
    find: '[b.select(zero, 0, b.div(b.mul(cotangent, 0.5), b.select(zero, 1, node)))]',
    replace: '[b.div(b.mul(cotangent, 0.5), node)]',
    fault: 'the gradient of sqrt is infinite at 0',
  },
  {
    name: 'pow-gradient-of-zero-base',
    file: elementwise,
    find: 'b.select(flat, 0, b.log(b.select(flat, 1, base!)))',
    replace: 'b.log(base!)',
    fault: 'the gradient of pow is NaN at base 0',
  },
  {
    name: 'pow-gradient-of-zero-exponent',
    file: elementwise,
    find: 'b.select(zero, 0, b.mul(exponent!, lowered))',
    replace: 'b.mul(exponent!, b.pow(base!, b.sub(exponent!, 1)))',
    fault: 'the gradient of pow is NaN at base and exponent 0',
  },
  {
    name: 'tanh-gradient',
    file: elementwise,
    find: 'b.sub(1, b.mul(node, node))',
    replace: 'b.sub(1, node)',
    fault: 'the gradient of tanh is 1 − y instead of 1 − y²',
  },
  {
    name: 'select-gradient-of-both',
    file: elementwise,
    find: 'b.select(condition!, cotangent, 0),\n      b.select(condition!, 0, cotangent),',
    replace: 'cotangent,\n      cotangent,',
    fault: 'the gradient of select goes to both branches',
  },
  {
    name: 'max-tie-to-first',
    file: reductions,
    find: 'const share = b.div(cotangent, b.sum(winners, node.attributes.axes))\n      return [b.mul(winners, b.broadcast(share, x!.shape))]',
    replace: `const first = node.attributes.axes.reduce(
        (left, axis) => b.mul(left, b.cast(b.equal(b.cumsum(left, axis), 1), 'float')),
        winners,
      )
      return [b.mul(first, b.broadcast(cotangent, x!.shape))]`,
    fault: 'the gradient of tied max goes to the first winner',
  },
  {
    name: 'max-tie-to-each',
    file: reductions,
    find: 'b.div(cotangent, b.sum(winners, node.attributes.axes))',
    replace: 'cotangent',
    fault: 'the gradient of tied max goes to each winner whole',
  },
  {
    name: 'mean-gradient',
    file: reductions,
    find: 'b.div(cotangent, count)',
    replace: 'cotangent',
    fault: 'the gradient of mean is not divided by the count',
  },
  {
    name: 'cumsum-gradient-not-reversed',
    file: reductions,
    find: 'b.reverse(b.cumsum(b.reverse(cotangent, axis), axis), axis)',
    replace: 'b.cumsum(cotangent, axis)',
    fault: 'the gradient of cumsum is not reversed',
  },
  {
    name: 'broadcast-gradient-averages',
    file: movement,
    find: 'builder.sum(cotangent, grown)',
    replace: 'builder.mean(cotangent, grown)',
    fault: 'the gradient of broadcast is the mean instead of the sum',
  },
  {
    name: 'softmax-gradient-diagonal',
    file: softmax,
    find: '[b.sub(weighted, b.mul(node, b.sum(weighted, [node.shape.length - 1])))]',
    replace: '[b.mul(weighted, b.sub(1, node))]',
    fault: 'the gradient of softmax is the diagonal of its Jacobian',
  },
  {
    name: 'log-softmax-gradient-without-sum',
    file: softmax,
    find: 'b.mul(b.exp(node), total)',
    replace: 'b.exp(node)',
    fault: 'the gradient of logSoftmax lacks the sum of the cotangents',
  },
  {
    name: 'matmul-gradient-of-transposed-a',
    file: matmul,
    find: 'g.matmul(b!, cotangent, { transposeA: transposeB, transposeB: true })',
    replace: 'g.matmul(b!, cotangent, { transposeA: !transposeB, transposeB: true })',
    fault: 'a swapped flag in the gradient of matmul for a transposed a',
  },
  {
    name: 'matmul-gradient-of-a',
    file: matmul,
    find: 'g.matmul(cotangent, b!, { transposeB: !transposeB })',
    replace: 'g.matmul(cotangent, b!, { transposeB })',
    fault: 'a swapped flag in the gradient of matmul for a',
  },
  {
    name: 'matmul-gradient-of-transposed-b',
    file: matmul,
    find: 'g.matmul(cotangent, a!, { transposeA: true, transposeB: transposeA })',
    replace: 'g.matmul(cotangent, a!, { transposeA: true, transposeB: !transposeA })',
    fault: 'a swapped flag in the gradient of matmul for a transposed b',
  },
  {
    name: 'matmul-gradient-of-b',
    file: matmul,
    find: 'g.matmul(a!, cotangent, { transposeA: !transposeA })',
    replace: 'g.matmul(a!, cotangent, { transposeA })',
    fault: 'a swapped flag in the gradient of matmul for b',
  },
  {
    name: 'slice-gradient-sides',
    file: movement,
    find: 'builder.pad(cotangent, axis, start, x!.shape[axis]! - start - size)',
    replace: 'builder.pad(cotangent, axis, x!.shape[axis]! - start - size, start)',
    fault: 'the gradient of slice is padded on the wrong sides',
  },
  {
    name: 'pad-gradient-off-by-one',
    file: movement,
    find: 'builder.slice(cotangent, axis, before, x!.shape[axis]!)',
    replace: 'builder.slice(cotangent, axis, Math.max(0, before - 1), x!.shape[axis]!)',
    fault: 'the gradient of pad is sliced one too early',
  },
  {
    name: 'concat-gradient-backwards',
    file: movement,
    find: 'builder.slice(cotangent, axis, start - size, size)',
    replace: 'builder.slice(cotangent, axis, node.shape[axis]! - start, size)',
    fault: 'the gradient of concat is handed out in reverse order',
  },
  {
    name: 'transpose-gradient',
    file: movement,
    find: 'builder.transpose(cotangent, invertPermutation(node.attributes.permutation))',
    replace: 'builder.transpose(cotangent, node.attributes.permutation)',
    fault: 'the gradient of transpose is not transposed back',
  },
  {
    name: 'gather-along-gradient-axis',
    file: indexing,
    find: 'flatPositions(b, indices!, data!.shape, node.attributes.axis)',
    replace: 'flatPositions(b, indices!, data!.shape, data!.shape.length - 1)',
    fault: 'the gradient of gatherAlong is scattered along the last axis',
  },
  {
    name: 'last-use-counts',
    file: differentiate,
    find: 'else list.push(gradient)',
    replace: 'else list[0] = gradient',
    fault: 'the gradient of a value that is used twice is that of one use',
  },
  {
    name: 'overlapping-slices-joined',
    file: differentiate,
    find: 'if (pad.attributes.before < end) return false',
    replace: '',
    fault: 'gradients of overlapping slices are joined instead of added',
  },
  {
    name: 'gap-between-slices',
    file: differentiate,
    find: 'fillTo(pad.attributes.before)\n    parts.push(content!)',
    replace: 'parts.push(content!)\n    fillTo(pad.attributes.before)',
    fault: 'gradients of slices that leave a gap are put before the gap',
  },
]
