import { z } from 'zod'
import type { GraphBuilder } from '../graph/builder.js'
import type { GraphNode } from '../graph/types.js'

type Activation = (builder: GraphBuilder, input: GraphNode) => GraphNode

/** Activation functions, with Keras's names and definitions; `softmax` is over the last axis. */
export const activations = {
  linear: (_, x) => x,
  relu: (b, x) => b.relu(x),
  sigmoid: (b, x) => b.sigmoid(x),
  softmax: (b, x) => b.softmax(x),
  softplus: (b, x) => b.softplus(x),
  tanh: (b, x) => b.tanh(x),
} as const satisfies Record<string, Activation>

/** The name of an activation function. */
export type ActivationName = keyof typeof activations

/** Schema of an activation's name. */
export const activationName = z.enum(Object.keys(activations) as [ActivationName])
