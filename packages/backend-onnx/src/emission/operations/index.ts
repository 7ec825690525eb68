import type { GraphNode, OperationName } from '@parallax-ml/core'
import type { Emission } from '../emission.js'
import type { Rule, RuleTable } from '../rule.js'
import { convolutionRules } from './convolution.js'
import { elementwiseRules } from './elementwise.js'
import { indexingRules } from './indexing.js'
import { leafRules } from './leaves.js'
import { matmul } from './matmul.js'
import { movementRules } from './movement.js'
import { poolingRules } from './pooling.js'
import { reductionRules } from './reductions.js'
import { softmaxRules } from './softmax.js'

/** Every operation of core as operations of ONNX; inputs are the affair of whoever writes a program. */
const rules: RuleTable<Exclude<OperationName, 'input'>> = {
  ...leafRules,
  ...elementwiseRules,
  ...reductionRules,
  matmul: (e, node) => matmul(e, node),
  ...convolutionRules,
  ...poolingRules,
  ...movementRules,
  ...indexingRules,
  ...softmaxRules,
}

/** Whether there is a rule for an operation. */
export const isKnown = (operation: string): boolean =>
  operation === 'input' || Object.hasOwn(rules, operation)

/** Writes all nodes but inputs, which must be there. */
export function emitNodes(e: Emission): void {
  for (const node of e.graph.nodes) {
    if (node.op === 'input' || e.has(node.id) || e.fusions.inside.has(node.id)) continue
    const rule = rules[node.op] as Rule<never>
    const { layout, ...stored } = rule(e, node as GraphNode as never)
    e.keep(node.id, stored, layout)
  }
}
