import { type BackendV1, type GraphNode, interpreter, type Program } from '@parallax-ml/core'

/** Operations of one operand and no attributes, which can take each other's place. */
type Pointwise = 'tanh' | 'sigmoid' | 'relu' | 'softplus' | 'erf'

/** Core's interpreter with one operation mistaken for another, as a careless backend might. */
export const wrongBackend = (right: Pointwise, wrong: Pointwise): BackendV1 => ({
  ...interpreter,
  name: `wrong-${right}`,
  async open(options) {
    const session = await interpreter.open(options)
    return { ...session, compile: (program) => session.compile(mistaken(program, right, wrong)) }
  },
})

const mistaken = (program: Program, right: Pointwise, wrong: Pointwise): Program => ({
  ...program,
  graph: {
    nodes: program.graph.nodes.map((node) =>
      node.op === right ? ({ ...node, op: wrong } as GraphNode) : node,
    ),
  },
})
