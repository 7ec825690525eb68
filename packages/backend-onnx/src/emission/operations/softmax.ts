import type { RuleTable } from '../rule.js'

/** Over the last axis. */
export const softmaxRules: RuleTable<'softmax' | 'logSoftmax'> = {
  softmax: (e, { shape, inputs: [id] }) => ({
    name: e.op('Softmax', [e.full(id!)], { axis: -1 }),
    shape,
  }),
  logSoftmax: (e, { shape, inputs: [id] }) => ({
    name: e.op('LogSoftmax', [e.full(id!)], { axis: -1 }),
    shape,
  }),
}
