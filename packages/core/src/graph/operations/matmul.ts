import { ensure, type OperationTable, requireInputs, requireTypes } from '../operation.js'
import { sameShape, showShape } from '../shape.js'
import type { GraphNode } from '../types.js'

/** Rows and columns of a matrix operand, as its flag says to read it. */
function matrix({ shape }: GraphNode, transposed: boolean): [rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2) as [number, number]
  return transposed ? [columns, rows] : [rows, columns]
}

/** Product of matrices on the last two axes; the axes before them are equal on both sides. */
export const matmulOperation: OperationTable<'matmul'> = {
  matmul: {
    family: 'other',
    infer(inputs, { transposeA, transposeB }) {
      requireInputs('matmul', inputs, 2)
      requireTypes('matmul', inputs, ['float'])
      const [a, b] = inputs as [GraphNode, GraphNode]
      const shapes = { received: `${showShape(a.shape)} and ${showShape(b.shape)}` }
      ensure(
        a.shape.length >= 2 && a.shape.length === b.shape.length,
        'matmul',
        'the ranks do not fit',
        {
          expected: 'equal ranks of at least 2',
          ...shapes,
        },
      )
      const batch = a.shape.slice(0, -2)
      ensure(sameShape(batch, b.shape.slice(0, -2)), 'matmul', 'the leading axes differ', shapes)
      const [rows, inner] = matrix(a, transposeA)
      const [innerB, columns] = matrix(b, transposeB)
      ensure(inner === innerB, 'matmul', `the inner sizes ${inner} and ${innerB} differ`, shapes)
      return { shape: [...batch, rows, columns], dtype: 'float' }
    },
    gradient: ({ builder: g, node, inputs: [a, b], cotangent }) => {
      const { transposeA, transposeB } = node.attributes
      return [
        transposeA
          ? g.matmul(b!, cotangent, { transposeA: transposeB, transposeB: true })
          : g.matmul(cotangent, b!, { transposeB: !transposeB }),
        transposeB
          ? g.matmul(cotangent, a!, { transposeA: true, transposeB: transposeA })
          : g.matmul(a!, cotangent, { transposeA: !transposeA }),
      ]
    },
  },
}
