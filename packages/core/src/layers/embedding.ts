import { z } from 'zod'
import { type ConstraintChoice, constraintChoice } from '../constraints/index.js'
import { type InitializerChoice, initializerChoice } from '../initializers/index.js'
import { count } from '../options/numbers.js'
import { type RegularizerChoice, regularizerChoice } from '../regularizers/index.js'
import { type LayerDefinition, layerFactory } from './definition.js'

/** Options of {@link embedding}. */
export interface EmbeddingOptions {
  /** Number of indices: they are 0 to `inputDim` − 1. At most 2^24, as float32 can tell apart. */
  readonly inputDim: number
  /** Size of the vector of each index. */
  readonly outputDim: number
  /** Default `randomUniform`: from −0.05 to 0.05. */
  readonly embeddingsInitializer?: InitializerChoice
  readonly embeddingsRegularizer?: RegularizerChoice | undefined
  readonly embeddingsConstraint?: ConstraintChoice | undefined
}

type Parsed = EmbeddingOptions & Required<Pick<EmbeddingOptions, 'embeddingsInitializer'>>

/** Definition of the layer {@link embedding}. */
export const embeddingLayer: LayerDefinition<'embedding', Parsed> = {
  type: 'embedding',
  options: z.strictObject({
    inputDim: count.max(2 ** 24),
    outputDim: count,
    embeddingsInitializer: initializerChoice.default('randomUniform'),
    embeddingsRegularizer: regularizerChoice.optional(),
    embeddingsConstraint: constraintChoice.optional(),
  }) as unknown as z.ZodType<Parsed>,
  indexCount: ({ inputDim }) => inputDim,
  outputShape: ({ outputDim }, { input }) => [...input, outputDim],
  weights: (options) => [
    {
      name: 'embeddings',
      shape: [options.inputDim, options.outputDim],
      role: 'trainable',
      initializer: options.embeddingsInitializer,
      regularizer: options.embeddingsRegularizer,
      constraint: options.embeddingsConstraint,
    },
  ],
  lower: (_, { builder: b, input, weight }) =>
    b.gather(weight('embeddings'), b.cast(input, 'int32')),
}

/**
 * A trained vector for each index, as Keras's `Embedding`: `[…]` becomes `[…, outputDim]`. Weight
 * `embeddings` `[inputDim, outputDim]`. Its input is an input of the model, or one that other layers
 * only rearranged; its rows must be whole numbers from 0 to `inputDim` − 1.
 *
 * @throws {SpecError} if an option is unknown or out of range.
 */
export const embedding = layerFactory<'embedding', Parsed, EmbeddingOptions>(embeddingLayer)
