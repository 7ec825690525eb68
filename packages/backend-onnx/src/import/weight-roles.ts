import type { HostTensor, NetworkNode } from './network.js'

/** Inputs of operations that training may change; all other floats stay as they are. */
const trained: Readonly<Record<string, readonly number[]>> = {
  Gemm: [0, 1, 2],
  MatMul: [0, 1],
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Add: [0, 1],
  Mul: [0, 1],
  BatchNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  LayerNormalization: [1, 2],
  GroupNormalization: [1, 2],
  PRelu: [1],
  Gather: [0],
  'ai.onnx.ml.LinearClassifier': [1, 2],
  'ai.onnx.ml.LinearRegressor': [1, 2],
}

/** Inputs that say how an operation works. */
const settings: Readonly<Record<string, readonly number[]>> = {
  Resize: [1, 2, 3],
  Upsample: [1],
  Pad: [2],
  Clip: [1, 2],
}

/** Smaller ones are settings rather than weights: factors, limits, epsilons. */
const isWeight = ({ shape, dtype, data }: HostTensor): boolean =>
  dtype === 'float' && shape.length > 0 && data.length > 1

/** Which initialisers are weights, and whether training changes them. A bias of one output counts. */
export function rolesOf(
  nodes: readonly NetworkNode[],
  tensors: ReadonlyMap<string, HostTensor>,
): Map<string, 'trainable' | 'frozen'> {
  const roles = new Map<string, 'trainable' | 'frozen'>()
  for (const { operation, inputs } of nodes) {
    for (const [i, value] of inputs.entries()) {
      if (settings[operation]?.includes(i)) continue
      const tensor = tensors.get(value)
      const isTrained = trained[operation]?.includes(i) ?? false
      const isBias = isTrained && tensor?.dtype === 'float' && tensor.shape.length > 0
      if (tensor === undefined || !(isBias || isWeight(tensor)) || tensor.data.length === 0)
        continue
      if (isTrained || !roles.has(value)) roles.set(value, isTrained ? 'trainable' : 'frozen')
    }
  }
  return roles
}

/** Linear models of scikit-learn keep their weights in attributes: they become inputs. */
export function liftWeights(node: NetworkNode, constants: Map<string, HostTensor>): NetworkNode {
  const { coefficients, intercepts, ...attributes } = node.attributes
  if (!/^ai\.onnx\.ml\.Linear/.test(node.operation) || !isNumbers(coefficients)) return node
  const count = isNumbers(intercepts) ? intercepts.length : 1
  const width = coefficients.length / count
  const lift = (name: string, shape: number[], data: readonly number[]): string => {
    const value = `${node.outputs.at(-1)}/${name}`
    constants.set(value, { shape, dtype: 'float', data })
    return value
  }
  const matrix = lift('coefficients', [count, width], coefficients)
  const bias = lift('intercepts', [count], isNumbers(intercepts) ? intercepts : [0])
  return { ...node, inputs: [node.inputs[0]!, matrix, bias], attributes }
}

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'number')
