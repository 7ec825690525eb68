// Faults in the simplification, the storage and the execution of whole graphs.
const simplify = 'graph/simplify.ts'
const numbers = 'graph/numbers.ts'
const program = 'graph/program.ts'

export const graphs = [
  {
    name: 'zero-times-anything',
    file: simplify,
    find: 'if (isZero(a) && provablyFinite(builder, b!)) return a',
    replace: 'if (isZero(a)) return a',
    fault: '0 · x is folded to 0 although x may be NaN',
  },
  {
    name: 'difference-of-equals',
    file: simplify,
    find: 'return a === b && provablyFinite(builder, a!)',
    replace: 'return a === b',
    fault: 'x − x is folded to 0 although x may be infinite',
  },
  {
    name: 'folded-comparison-type',
    file: simplify,
    find: 'evaluateElementwise(node.op, splats, types, node.dtype),\n    node.shape,\n    node.dtype,',
    replace: 'evaluateElementwise(node.op, splats, types, node.dtype),\n    node.shape,',
    fault: 'folded constants become floats, comparisons among them',
  },
  {
    name: 'select-folded-backwards',
    file: simplify,
    find: 'return condition === 0 ? c : b',
    replace: 'return condition === 0 ? b : c',
    fault: 'select with a constant condition takes the other branch',
  },
  {
    name: 'transposes-composed-backwards',
    file: simplify,
    find: 'permutation.map((axis) => input.attributes.permutation[axis]!)',
    replace: 'input.attributes.permutation.map((axis) => permutation[axis]!)',
    fault: 'two transposes are composed in the wrong order',
  },
  {
    name: 'slice-of-slice-start',
    file: simplify,
    find: 'input.attributes.start + start',
    replace: 'start',
    fault: 'a slice of a slice forgets where the first one began',
  },
  {
    name: 'slice-of-slice-axis',
    file: simplify,
    find: "input.op === 'slice' && input.attributes.axis === axis",
    replace: "input.op === 'slice'",
    fault: 'slices of different axes are merged into one',
  },
  {
    name: 'reduction-forgets-axes',
    file: simplify,
    find: 'builder.node(node.op, [input], { axes })',
    replace: 'builder.node(node.op, [input], { axes: axes.slice(0, 1) })',
    fault: 'a reduction over axes of size 1 and others drops some of the others',
  },
  {
    name: 'minus-zero-is-zero',
    file: numbers,
    find: "if (Object.is(value, -0)) return '-0'",
    replace: '',
    fault: 'the constants 0 and −0 are one',
  },
  {
    name: 'not-finite-is-null',
    file: numbers,
    find: 'Number.isFinite(value) ? value : (String(value) as EncodedNumber)',
    replace: 'value',
    fault: 'NaN and the infinities become null in JSON',
  },
  {
    name: 'constants-of-single-precision',
    file: numbers,
    find: 'view.setFloat64(8 * i, values[i]!, true)',
    replace: 'view.setFloat64(8 * i, Math.fround(values[i]!), true)',
    fault: 'arrays of constants are stored in single precision',
  },
  {
    name: 'updates-without-copy',
    file: program,
    find: 'Object.entries(parts.updates ?? {}).map(([k, node]) => [k, own(node)] as const)',
    replace: 'Object.entries(parts.updates ?? {}).map(([k, node]) => [k, node] as const)',
    fault: 'an update that shows another state reads its new value',
  },
  {
    name: 'outputs-without-copy',
    file: program,
    find: 'Object.entries(parts.outputs ?? {}).map(([k, node]) => [k, own(node)] as const)',
    replace: 'Object.entries(parts.outputs ?? {}).map(([k, node]) => [k, node] as const)',
    fault: 'an output that shows a state gives its new value',
  },
  {
    name: 'views-without-copy',
    file: program,
    find: "rootOf(builder, node).op === 'input' ? builder.copy(node) : node",
    replace: "node.op === 'input' ? builder.copy(node) : node",
    fault: 'a result that shows a part of a state gives its new value',
  },
  {
    name: 'updates-in-place',
    file: 'interpreter/interpret.ts',
    find: `for (let i = 0; i < kernels.length; i++) kernels[i]!()
      for (let i = 0; i < updates.length; i++) copyInto(updates[i]![0], updates[i]![1])`,
    replace: `for (const [state, value] of updates) {
        for (let i = 0; i < kernels.length; i++) kernels[i]!()
        copyInto(state, value)
      }
      if (updates.length === 0) for (let i = 0; i < kernels.length; i++) kernels[i]!()`,
    fault: 'updates are applied one after another, each to the new state',
  },
  {
    name: 'long-updates-cut',
    file: 'interpreter/interpret.ts',
    find: 'if (source.length > 64) target.set(source)',
    replace: 'if (source.length > 64) target.set(source.subarray(0, 64))',
    fault: 'updates of long states stop after 64 elements',
  },
]
