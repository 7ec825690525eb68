import type { GraphNode } from '@parallax-ml/core'
import type * as Tf from '@tensorflow/tfjs-core'
import { type ComputeNode, computeBy, type EagerRules, type TfCore } from './rule.js'
import { rules } from './rules.js'

/** The part of TensorFlow.js's engine on WebGL that runs a shader of one's own. */
interface ShaderEngine {
  compileAndRun(program: object, inputs: readonly Tf.Tensor[], dtype: string): Tf.TensorInfo
}

/** Computes a number from those at the same place, by a line of GLSL that ends in `setOutput`. */
function shader(tf: TfCore, inputs: Readonly<Record<string, Tf.Tensor>>, code: string): Tf.Tensor {
  const names = Object.keys(inputs)
  const tensors = Object.values(inputs)
  const reads = names.map((name) => `float ${name.toLowerCase()} = get${name}AtOutCoords();`)
  const userCode = `void main() { ${reads.join(' ')} ${code} }`
  const program = { variableNames: names, outputShape: tensors[0]!.shape, userCode }
  const engine = tf.backend() as unknown as ShaderEngine
  return tf.engine().makeTensorFromTensorInfo(engine.compileAndRun(program, tensors, 'float32'))
}

interface Operands {
  readonly tf: TfCore
  readonly inputs: readonly Tf.Tensor[]
}

const unary =
  (code: string) =>
  ({ tf, inputs: [x] }: Operands): Tf.Tensor =>
    shader(tf, { X: x! }, code)

/**
 * Operations whose kernels in WebGL are beyond the bounds of core's. TensorFlow.js gives 1 for 0 / 0,
 * NaN for the relu of −∞, and loses the digits of tanh and softplus where these are small.
 */
const webglRules: EagerRules = {
  div: ({ tf, inputs: [a, b] }) => shader(tf, { A: a!, B: b! }, 'setOutput(a / b);'),
  relu: unary('setOutput(x <= 0. ? 0. : x);'),
  // Near 0 the convergent of Lambert's continued fraction, to 1e-9.
  tanh: unary(`
    float s = x * x;
    float top = x * (135135. + s * (17325. + s * (378. + s)));
    float bottom = 135135. + s * (62370. + s * (3150. + s * 28.));
    float far = sign(x) * (1. - 2. / (1. + exp(2. * abs(x))));
    setOutput(abs(x) < 1. ? top / bottom : abs(x) >= 1. ? far : x);`),
  // The larger of x and 0, and log(1 + e) by the series of the inverse hyperbolic tangent.
  softplus: unary(`
    float e = exp(-abs(x));
    float z = e / (2. + e);
    float s = z * z;
    float tail = 1. / 9. + s * (1. / 11. + s * (1. / 13. + s / 15.));
    float series = 1. + s * (1. / 3. + s * (1. / 5. + s * (1. / 7. + s * tail)));
    setOutput(max(x, 0.) + 2. * z * series);`),
}

/** Where whole numbers only say which elements are meant. */
const indexed = new Set(['gather', 'scatterAdd', 'gatherAlong', 'oneHot'])

/**
 * Whether a node is computed in JavaScript: textures hold whole numbers as float32, which is exact up
 * to 2²⁴, and the shading language's power has too few digits.
 */
function isForHost({ op, dtype }: GraphNode, inputs: readonly Tf.Tensor[]): boolean {
  if (op === 'pow') return true
  if (indexed.has(op) && dtype !== 'int32') return false
  if (op === 'argmax') return inputs[0]!.dtype === 'int32'
  return dtype === 'int32' || inputs.some((input) => input.dtype === 'int32')
}

const computeOnHost = computeBy(rules)
const computeOnDevice = computeBy({ ...rules, ...webglRules })

/** Computes a node on the device, or beside it where that would not be exact. */
export const computeOnWebgl: ComputeNode = (tf, node, inputs) => {
  if (!isForHost(node, inputs)) {
    // What has been in a texture does not come back exactly, so the device gets a copy.
    const copy = (x: Tf.Tensor) =>
      x.dtype === 'int32' ? tf.tensor(x.dataSync(), x.shape, 'int32') : x
    return computeOnDevice(tf, node, inputs.map(copy))
  }
  void tf.setBackend('cpu')
  try {
    return computeOnHost(tf, node, inputs)
  } finally {
    void tf.setBackend('webgl')
  }
}
