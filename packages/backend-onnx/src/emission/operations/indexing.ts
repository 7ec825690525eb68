import { sizeOf } from '@parallax-ml/core'
import type { RuleTable } from '../rule.js'

/** Core has checked the indices. */
export const indexingRules: RuleTable<'gather' | 'scatterAdd' | 'gatherAlong' | 'oneHot'> = {
  /** Of data bound as bytes, only the rows that are read become floats. */
  gather(e, { shape, dtype, inputs: [table, indices] }) {
    const bytes = e.bytes.get(table!)
    const rows = e.op('Gather', [bytes ?? e.full(table!), e.full(indices!)], { axis: 0 })
    return { name: bytes === undefined ? rows : e.cast(rows, dtype), shape }
  },
  scatterAdd(e, { shape, dtype, inputs: [updates, indices] }) {
    const count = sizeOf(e.nodeOf(indices!).shape)
    const rows = e.reshape(e.full(updates!), [count, ...shape.slice(1)])
    const places = e.op('Cast', [e.reshape(e.full(indices!), [count, 1])], { to: 7 })
    const zeros = e.expand(e.number(0, dtype), shape)
    return { name: e.op('ScatterND', [zeros, places, rows], { reduction: 'add' }), shape }
  },
  gatherAlong: (e, { shape, inputs: [data, indices], attributes: { axis } }) => ({
    name: e.op('GatherElements', [e.full(data!), e.full(indices!)], { axis }),
    shape,
  }),
  oneHot(e, { shape, inputs: [id], attributes: { depth } }) {
    const index = e.reshape(e.full(id!), [...shape.slice(0, -1), 1])
    const classes = Array.from({ length: depth }, (_, i) => i)
    const isClass = e.op('Equal', [index, e.writer.constant('INT32', [depth], classes)])
    return { name: e.cast(isClass, 'float'), shape }
  },
}
