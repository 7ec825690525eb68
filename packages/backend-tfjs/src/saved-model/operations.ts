import type { TensorType } from './values.js'

/** What TensorFlow's registry says of an operation, as far as a graph has to repeat it. */
export interface OperationFacts {
  /** Attributes that hold types: of which input each is the type; −1 is the last one. */
  readonly types: Readonly<Record<string, number>>
  /** The name of the result, which edges inside functions carry. */
  readonly output: string
  /** The type of the result, or the number of the input that has it. Default 0. */
  readonly result?: TensorType | number
}

const each = <const Names extends readonly string[]>(
  names: Names,
  facts: OperationFacts,
): Record<Names[number], OperationFacts> =>
  Object.fromEntries(names.map((name) => [name, facts])) as Record<Names[number], OperationFacts>

/** The operations that programs are made of. */
export const registry = {
  ...each(
    ['Neg', 'Abs', 'Sign', 'Exp', 'Log', 'Log1p', 'Sqrt', 'Rsqrt', 'Tanh', 'Sigmoid', 'Erf'],
    { types: { T: 0 }, output: 'y' },
  ),
  ...each(['Floor', 'Rint', 'Square', 'Reciprocal'], { types: { T: 0 }, output: 'y' }),
  ...each(['IsFinite', 'IsNan'], { types: { T: 0 }, output: 'y', result: 'bool' }),
  ...each(['AddV2', 'Sub', 'Mul', 'RealDiv', 'FloorDiv', 'Pow', 'Maximum', 'Minimum'], {
    types: { T: 0 },
    output: 'z',
  }),
  ...each(['BitwiseXor', 'BitwiseOr', 'BitwiseAnd', 'LeftShift', 'RightShift'], {
    types: { T: 0 },
    output: 'z',
  }),
  ...each(['Equal', 'NotEqual', 'Less', 'LessEqual', 'Greater', 'GreaterEqual'], {
    types: { T: 0 },
    output: 'z',
    result: 'bool',
  }),
  ...each(['LogicalAnd', 'LogicalOr'], { types: {}, output: 'z', result: 'bool' }),
  LogicalNot: { types: {}, output: 'y', result: 'bool' },
  ...each(['Relu', 'Softplus'], { types: { T: 0 }, output: 'activations' }),
  ReluGrad: { types: { T: 0 }, output: 'backprops' },
  SelectV2: { types: { T: 1 }, output: 'output', result: 1 },
  Cast: { types: { SrcT: 0 }, output: 'y' },
  Bitcast: { types: { T: 0 }, output: 'output' },
  Identity: { types: { T: 0 }, output: 'output' },

  ...each(['Sum', 'Mean', 'Max', 'Min', 'Prod'], { types: { T: 0, Tidx: 1 }, output: 'output' }),
  Cumsum: { types: { T: 0, Tidx: 1 }, output: 'out' },
  ArgMax: { types: { T: 0, Tidx: 1 }, output: 'output', result: 'int32' },
  Softmax: { types: { T: 0 }, output: 'softmax' },
  LogSoftmax: { types: { T: 0 }, output: 'logsoftmax' },

  MatMul: { types: { T: 0 }, output: 'product' },
  BatchMatMulV2: { types: { T: 0 }, output: 'output' },
  BiasAdd: { types: { T: 0 }, output: 'output' },
  Conv2D: { types: { T: 0 }, output: 'output' },
  Conv2DBackpropInput: { types: { T: 1 }, output: 'output', result: 1 },
  Conv2DBackpropFilter: { types: { T: 0 }, output: 'output' },
  DepthwiseConv2dNative: { types: { T: 0 }, output: 'output' },
  DepthwiseConv2dNativeBackpropInput: { types: { T: 1 }, output: 'output', result: 1 },
  DepthwiseConv2dNativeBackpropFilter: { types: { T: 0 }, output: 'output' },
  MaxPool: { types: { T: 0 }, output: 'output' },
  MaxPoolGrad: { types: { T: 0 }, output: 'output' },
  AvgPool: { types: { T: 0 }, output: 'output' },
  AvgPoolGrad: { types: { T: 1 }, output: 'output', result: 1 },

  EnsureShape: { types: { T: 0 }, output: 'output' },
  Reshape: { types: { T: 0, Tshape: 1 }, output: 'output' },
  Transpose: { types: { T: 0, Tperm: 1 }, output: 'y' },
  Slice: { types: { T: 0, Index: 1 }, output: 'output' },
  ReverseV2: { types: { T: 0, Tidx: 1 }, output: 'output' },
  ConcatV2: { types: { T: 0, Tidx: -1 }, output: 'output' },
  Pad: { types: { T: 0, Tpaddings: 1 }, output: 'output' },
  BroadcastTo: { types: { T: 0, Tidx: 1 }, output: 'output' },
  Fill: { types: { T: 1, index_type: 0 }, output: 'output', result: 1 },
  GatherV2: { types: { Tparams: 0, Tindices: 1, Taxis: 2 }, output: 'output' },
  Range: { types: { Tidx: 0 }, output: 'output' },
  OneHot: { types: { T: 2, TI: 0 }, output: 'output', result: 2 },
  UnsortedSegmentSum: { types: { T: 0, Tindices: 1, Tnumsegments: 2 }, output: 'output' },
  TensorScatterUpdate: { types: { T: 0, Tindices: 1 }, output: 'output' },
} as const satisfies Record<string, OperationFacts>

/** The name of an operation of TensorFlow. */
export type TensorflowOperation = keyof typeof registry
