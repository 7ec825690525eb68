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
