import { expect, test } from 'vitest'
import { everyOptimizer } from './every-optimizer.js'
import {
  type Change,
  mean,
  noticingChange,
  options,
  rateOnly,
  scalars,
  square,
  update,
} from './optimizer-changes.js'

/** What would be wrong with any optimiser. */
const everywhere: readonly [string, Change][] = [
  [
    'uphill',
    update((context, _, right) =>
      right({ ...context, gradient: context.builder.neg(context.gradient) }),
    ),
  ],
  [
    'half a step',
    update((context, _, right) => {
      const { b, weights } = context
      const after = right(context)
      return { ...after, weights: b.mul(b.add(weights, after.weights), 0.5) }
    }),
  ],
  [
    'weight decay coupled to the gradient',
    (optimizer) => {
      const decay = optimizer.options.weightDecay
      const coupled = update((context, _, right) => {
        const { b, gradient, weights } = context
        return right({ ...context, gradient: b.add(gradient, b.mul(weights, decay)) })
      })
      return decay === 0 ? optimizer : options(() => ({ weightDecay: 0 }))(coupled(optimizer))
    },
  ],
]

const faults: readonly [string, string, Change][] = [
  ['sgd', 'no look ahead', options(() => ({ nesterov: false }))],
  [
    'sgd',
    'momentum damped',
    update((context, { momentum }, right) => {
      const gradient = context.builder.mul(context.gradient, 1 - momentum)
      return right(momentum === 0 ? context : { ...context, gradient })
    }),
  ],
  ['sgd', 'not clipped', options(() => ({ clipNorm: undefined, clipValue: undefined }))],
  [
    'sgd',
    'norm of all weights',
    options(({ clipNorm }) => ({ clipNorm: undefined, globalClipNorm: clipNorm })),
  ],
  [
    'sgd',
    'norm of each weight',
    options(({ globalClipNorm }) => ({ globalClipNorm: undefined, clipNorm: globalClipNorm })),
  ],
  [
    'sgd',
    'clipped by value instead',
    options(({ clipNorm }) => ({ clipNorm: undefined, clipValue: clipNorm })),
  ],
  ['sgd', 'decays everywhere', options(() => ({ weightDecayExclude: [] }))],
  [
    'sgd',
    'decays by weightDecay alone',
    options(({ weightDecay, learningRate }) => ({ weightDecay: weightDecay / learningRate })),
  ],
  [
    'sgd',
    'schedule one step late',
    (optimizer) => ({
      ...optimizer,
      optionsAt: (step) => optimizer.optionsAt(Math.max(1, step - 1)),
    }),
  ],
  [
    'sgd',
    'schedule one step early',
    (optimizer) => ({ ...optimizer, optionsAt: (step) => optimizer.optionsAt(step + 1) }),
  ],
  [
    'sgd',
    'decay does not follow the schedule',
    (optimizer) => {
      const first = optimizer.optionsAt(1).learningRate
      return {
        ...optimizer,
        optionsAt: (step) => {
          const given = optimizer.optionsAt(step)
          const factor = given.learningRate === 0 ? 1 : first / given.learningRate
          return { ...given, weightDecay: given.weightDecay * factor }
        },
      }
    },
  ],

  [
    'adam',
    'epsilon beside the corrected root',
    update((context, { epsilon, beta1, beta2 }) => {
      const { b, weights, gradient, slot, rate } = context
      const m = mean(context, slot('m'), beta1, gradient)
      const v = mean(context, slot('v'), beta2, square(context))
      return {
        weights: b.sub(
          weights,
          b.div(b.mul(m, rate), b.add(b.sqrt(v), epsilon * Math.sqrt(1 - beta2))),
        ),
        slots: { m, v },
      }
    }),
  ],
  [
    'adam',
    'epsilon under the root',
    update((context, { epsilon, beta1, beta2 }) => {
      const { b, weights, gradient, slot, rate } = context
      const m = mean(context, slot('m'), beta1, gradient)
      const v = mean(context, slot('v'), beta2, square(context))
      return {
        weights: b.sub(weights, b.div(b.mul(m, rate), b.sqrt(b.add(v, epsilon)))),
        slots: { m, v },
      }
    }),
  ],
  ['adam', 'no bias correction', rateOnly],
  [
    'adam',
    'mean alone corrected',
    scalars(({ learningRate, beta1 }, step) => [learningRate / (1 - beta1 ** step)]),
  ],
  ['adam', 'rate off by a millionth', scalars((_, step, [rate]) => [rate! * (1 + 1e-6 / step)])],
  ['adam', 'betas swapped', options(({ beta1, beta2 }) => ({ beta1: beta2, beta2: beta1 }))],
  ['adam', 'amsgrad forgotten', options(() => ({ amsgrad: false }))],
  [
    'adam',
    'clipped after the update',
    (optimizer) => {
      const limit = optimizer.options.clipNorm
      const late = update(({ ...context }, { learningRate }, right) => {
        const { b, weights } = context
        const after = right(context)
        const step = b.sub(after.weights, weights)
        const norm = b.sqrt(b.sum(b.mul(step, step)))
        const most = limit! * learningRate
        return {
          ...after,
          weights: b.add(weights, b.div(b.mul(step, most), b.maximum(norm, most))),
        }
      })
      return limit === undefined
        ? optimizer
        : options(() => ({ clipNorm: undefined }))(late(optimizer))
    },
  ],
  ['adam', 'weights not averaged', options(() => ({ useEma: false }))],
  ['adam', 'never overwritten', options(() => ({ emaOverwriteFrequency: undefined }))],
  ['adam', 'overwritten later', options(() => ({ emaOverwriteFrequency: 4 }))],
  ['adam', 'averaged otherwise', options(({ emaMomentum }) => ({ emaMomentum: 1 - emaMomentum }))],
  ['adamW', 'not decayed', options(() => ({ weightDecay: 0 }))],
  ['adamW', 'epsilon left out', options(() => ({ epsilon: 1e-30 }))],

  [
    'nadam',
    'momentum without its schedule',
    scalars(({ learningRate, beta1, beta2 }, step) => [
      (learningRate * beta1) / (1 - beta1 ** (step + 1)),
      (learningRate * (1 - beta1)) / (1 - beta1 ** step),
      1 / (1 - beta2 ** step),
    ]),
  ],
  ['nadam', 'no look ahead', scalars((_, __, [, now, root]) => [now!, now!, root!])],
  ['nadam', 'squares not corrected', scalars((_, __, [ahead, now]) => [ahead!, now!, 1])],
  ['nadam', 'betas swapped', options(({ beta1, beta2 }) => ({ beta1: beta2, beta2: beta1 }))],
  ['nadam', 'epsilon left out', options(() => ({ epsilon: 1e-30 }))],

  ['adamax', 'no bias correction', rateOnly],
  ['adamax', 'epsilon left out', options(() => ({ epsilon: 1e-30 }))],
  ['adamax', 'betas swapped', options(({ beta1, beta2 }) => ({ beta1: beta2, beta2: beta1 }))],
  [
    'adamax',
    'mean size instead of the largest',
    update((context, { beta1, beta2, epsilon }) => {
      const { b, weights, gradient, slot, rate } = context
      const m = mean(context, slot('m'), beta1, gradient)
      const u = mean(context, slot('u'), beta2, b.abs(gradient))
      return { weights: b.sub(weights, b.div(b.mul(m, rate), b.add(u, epsilon))), slots: { m, u } }
    }),
  ],
]

/** The names of all optimisers. */
const names = [...new Set(everyOptimizer.map(([, { name }]) => name as string))]

const planted = [
  ...faults,
  ...names.flatMap((name) => everywhere.map(([fault, change]) => [name, fault, change] as const)),
]

test.each(planted)('%s, %s: noticed', async (name, _, change) => {
  expect(await noticingChange(name, change)).not.toEqual([])
})
