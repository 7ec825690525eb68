// Faults in core's operations as TensorFlow's.
const lower = 'compiled/lower.ts'
const structure = 'compiled/structure.ts'
const elementwise = 'compiled/elementwise.ts'
const random = 'compiled/random-bits.ts'

export const compiled = [
  {
    name: 'whole-division-truncates',
    file: elementwise,
    near: 'div:',
    find: "node.dtype === 'int32' ? 'FloorDiv' : 'RealDiv'",
    replace: "'RealDiv'",
    fault: 'whole numbers are divided towards 0',
  },
  {
    name: 'round-half-away',
    file: elementwise,
    near: 'round:',
    find: "round: as('Rint')",
    replace:
      "round: ({ scope, inputs }) => scope.op('Floor', [scope.op('AddV2', [inputs[0]!, scope.scalar(inputs[0]!.type, 0.5)])])",
    fault: 'halves are rounded up',
  },
  {
    name: 'log1p-of-sum',
    file: elementwise,
    near: 'log1p',
    find: "log1p: as('Log1p')",
    replace:
      "log1p: ({ scope, inputs }) => scope.op('Log', [scope.op('AddV2', [inputs[0]!, scope.scalar(inputs[0]!.type, 1)])])",
    fault: 'log(1 + x) loses the digits of a small x',
  },
  {
    name: 'zeros-known',
    file: lower,
    near: 'constant 0',
    find: "if ((node.op === 'mul' || node.op === 'matmul') && node.dtype === 'float') hideZeros(node)",
    replace: '',
    fault: 'TensorFlow gives 0 for 0 · NaN',
  },
  {
    name: 'broadcast-stays-small',
    file: lower,
    near: 'broadcast',
    find: 'if (sameShape(shape, node.shape)) return ref',
    replace: 'if (shape.length >= 0) return ref',
    fault: 'values stay smaller than their nodes where they must not',
  },
  {
    name: 'iota-first-axis',
    file: lower,
    near: 'iota',
    find: 'shape.map((size, i) => (i === axis ? size : 1))',
    replace: 'shape.map((size, i) => (i === 0 ? shape[axis]! : 1))',
    fault: 'counting goes along the first axis',
  },
  {
    name: 'shapes-aligned-left',
    file: lower,
    near: 'broadcast',
    find: 'shape[shape.length - rank + axis] ?? 1',
    replace: 'shape[axis] ?? 1',
    fault: 'shapes of operands are aligned at the first axis',
  },
  {
    name: 'sums-in-float32',
    file: structure,
    near: 'sum',
    find: "if (x!.type !== 'float') return scope.op(operation",
    replace: "if (x!.type !== 'bool') return scope.op(operation",
    fault: 'sums of float32 are taken in float32',
  },
  {
    name: 'bool-truncates',
    file: structure,
    near: 'cast:',
    find: "if (type === 'bool') return scope.op('NotEqual', [x, scope.scalar(x.type, 0)])",
    replace:
      "if (type === 'bool') return scope.op('NotEqual', [cast(scope, x, 'int32'), scope.scalar('int32', 0)])",
    fault: 'a half is cast to false',
  },
  {
    name: 'argmax-ignores-nan',
    file: structure,
    near: 'argmax',
    find: "scope.op('LogicalOr', [scope.op('Equal', [x, top]), scope.op('IsNan', [x])])",
    replace: "scope.op('Equal', [x, top])",
    fault: 'the place of the largest passes over NaN',
  },
  {
    name: 'gather-along-strides',
    file: structure,
    near: 'gatheralong',
    find: 'if (i === axis || size === 1) return total',
    replace: 'if (i >= axis || size === 1) return total',
    fault: 'picking along an axis forgets the axes behind it',
  },
  {
    name: 'pad-both-sides',
    file: structure,
    near: 'pad:',
    find: 'i === axis ? [before, after] : [0, 0]',
    replace: 'i === axis ? [after, before] : [0, 0]',
    fault: 'zeros before and after an axis are swapped',
  },
  {
    name: 'slice-from-start',
    file: structure,
    near: 'slice:',
    find: 'i === attributes.axis ? attributes.start : 0',
    replace: 'i === attributes.axis ? 0 : 0',
    fault: 'every slice begins at 0',
  },
  {
    name: 'matmul-of-stacks',
    file: structure,
    near: 'matmul',
    find: '{ adj_x: a, adj_y: b }',
    replace: '{ adj_x: b, adj_y: a }',
    fault: 'in products of stacks, the other factor is transposed',
  },
  {
    name: 'bits-signed-shift',
    file: random,
    near: 'randombits',
    find: '32 - bits',
    replace: '31 - bits',
    fault: 'rotations lose a bit',
  },
  {
    name: 'bits-of-stream',
    file: random,
    near: 'randombits',
    find: 'words.of(attributes.stream)',
    replace: 'words.of(0)',
    fault: 'all streams of random bits are the same',
  },
]
