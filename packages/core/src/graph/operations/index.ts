import type { OperationDefinition } from '../operation.js'
import type { OperationAttributes, OperationName } from '../types.js'
import { convolutionOperations } from './convolution.js'
import { elementwiseOperations } from './elementwise.js'
import { indexingOperations } from './indexing.js'
import { leafOperations } from './leaves.js'
import { matmulOperation } from './matmul.js'
import { movementOperations } from './movement.js'
import { poolingOperations } from './pooling.js'
import { reductionOperations } from './reductions.js'
import { softmaxOperations } from './softmax.js'

/** Every primitive operation, its shape inference beside its gradient. */
export const operations: {
  readonly [Name in OperationName]: OperationDefinition<Name>
} = {
  ...leafOperations,
  ...elementwiseOperations,
  ...reductionOperations,
  ...matmulOperation,
  ...convolutionOperations,
  ...poolingOperations,
  ...movementOperations,
  ...indexingOperations,
  ...softmaxOperations,
}

/** The definition of an operation whose name is only known at run time. */
export const definitionOf = <Name extends OperationName>(name: Name): OperationDefinition<Name> =>
  operations[name]

/** The names of all operations. */
export const operationNames = Object.keys(operations) as readonly (keyof OperationAttributes)[]
