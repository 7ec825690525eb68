import { OptionError, type Program } from '@parallax-ml/core'
import type { Emission } from '../emission/emission.js'

/**
 * Adds the output `label`: the name of the most probable class of every row.
 * @throws {OptionError} if the model does not tell so many classes apart.
 */
export function addLabels(
  e: Emission,
  { outputs, graph }: Program,
  names: readonly string[],
): void {
  const [id, ...others] = Object.values(outputs)
  const { shape } = graph.nodes[id!]!
  const count = shape[1] === 1 ? 2 : shape[1]
  if (others.length > 0 || shape.length !== 2 || count !== names.length) {
    throw new OptionError({
      where: 'exportOnnx.classNames',
      problem: 'they do not fit the outputs of the model',
      expected: `one output with ${names.length} classes`,
      received: others.length > 0 ? `${others.length + 1} outputs` : `rows of [${shape.slice(1)}]`,
    })
  }
  const probabilities = e.full(id!)
  const best =
    shape[1] === 1
      ? e.reshape(e.cast(e.op('Greater', [probabilities, e.number(0.5)]), 'int32'), [shape[0]!])
      : e.op('ArgMax', [probabilities], { axis: 1, keepdims: 0 })
  e.writer.node('Gather', [e.writer.texts(names), best], { axis: 0 }, 'label')
  e.writer.output('label', 'STRING', ['rows'])
}
