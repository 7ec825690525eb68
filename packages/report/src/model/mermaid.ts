import { architectureOf, type ModelSpec, parseSpec } from '@parallax-ml/core'
import { blocksOf } from './blocks.js'

/**
 * A model as a flowchart in Mermaid's language, which many pages and editors draw from text: a box
 * for each input and layer, with what it does, the shape that it gives for one row and its weights.
 *
 * @throws {SpecError} if the spec is wrong.
 *
 * @example
 * console.log(mermaid(sequential({ inputShape: [4], layers: [dense({ units: 3 })] })))
 */
export function mermaid(spec: ModelSpec): string {
  const architecture = architectureOf(parseSpec(spec))
  const blocks = blocksOf(architecture)
  const id = (name: string): string => `b${blocks.findIndex((block) => block.name === name)}`
  const boxes = blocks.map(({ name, type, shape, parameters }) => {
    const weights = parameters === 0 ? '' : `<br/>${parameters.toLocaleString('en-US')} weights`
    const text = `${name}<br/>${type}, ${shape.join(' × ') || '1'}${weights}`
    return `  ${id(name)}["${text.replaceAll('"', '#quot;')}"]`
  })
  const arrows = blocks.flatMap(({ name, reads }) =>
    reads.map((read) => `  ${id(read)} --> ${id(name)}`),
  )
  return `${['flowchart TD', ...boxes, ...arrows].join('\n')}\n`
}
