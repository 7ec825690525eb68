import { expect, test } from 'vitest'
import type { HostTensor, NetworkNode } from './network.js'
import { rolesOf } from './weight-roles.js'

const node = (operation: string, ...inputs: readonly string[]): NetworkNode => ({
  name: operation,
  operation,
  inputs,
  outputs: [`${operation} of ${inputs[0]}`],
  attributes: {},
})

const tensor: HostTensor = { shape: [2], dtype: 'float', data: [1, 2] }

/** The roles of all inputs of those nodes but `x`, which each is a tensor of two floats. */
const roles = (...nodes: readonly NetworkNode[]): Record<string, string> => {
  const names = nodes.flatMap(({ inputs }) => inputs).filter((name) => name !== 'x')
  return Object.fromEntries(rolesOf(nodes, new Map(names.map((name) => [name, tensor]))))
}

test('scale and bias of a batch normalisation are trained, its moments are not', () => {
  expect(roles(node('BatchNormalization', 'x', 'scale', 'bias', 'mean', 'variance'))).toEqual({
    scale: 'trainable',
    bias: 'trainable',
    mean: 'frozen',
    variance: 'frozen',
  })
})

test('weights of products are trained on either side, and their biases', () => {
  expect(roles(node('Gemm', 'x', 'right', 'bias'), node('Gemm', 'left', 'x'))).toEqual({
    right: 'trainable',
    bias: 'trainable',
    left: 'trainable',
  })
})

test('scales of preprocessing are not trained', () => {
  expect(roles(node('Sub', 'x', 'mean'), node('Div', 'x', 'deviation'))).toEqual({
    mean: 'frozen',
    deviation: 'frozen',
  })
})

test('what is read twice is trained if one of its readers trains it, whichever comes first', () => {
  const [product, difference] = [node('MatMul', 'x', 'shared'), node('Sub', 'x', 'shared')]
  expect(roles(product, difference)).toEqual({ shared: 'trainable' })
  expect(roles(difference, product)).toEqual({ shared: 'trainable' })
})
