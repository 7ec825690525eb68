import type {
  CommonOptions,
  GraphNode,
  ResolvedOptimizer,
  Update,
  UpdateContext,
} from '@parallax-ml/core'
import { expect, test } from 'vitest'
import { noticing } from './noticing.js'
import { optimizerCases } from './optimizers.js'

/** Options of all optimisers together. */
type Options = CommonOptions & {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly rho: number
  readonly momentum: number
  readonly adamBeta1: number
  readonly initialAccumulatorValue: number
  readonly l1RegularizationStrength: number
}
type Change = (optimizer: ResolvedOptimizer) => ResolvedOptimizer

/** Other options than those that were given. */
const options =
  (changes: (given: Options) => object): Change =>
  (optimizer) => ({
    ...optimizer,
    options: { ...optimizer.options, ...changes(optimizer.options as Options) },
    optionsAt: (step) => {
      const given = optimizer.optionsAt(step) as Options
      return { ...given, ...changes(given) }
    },
  })

const definition = (
  changes: (right: ResolvedOptimizer['definition']) => Partial<ResolvedOptimizer['definition']>,
): Change => {
  return (optimizer) => ({
    ...optimizer,
    definition: { ...optimizer.definition, ...changes(optimizer.definition) },
  })
}

/** Other numbers for a step. */
const scalars = (
  of: (given: Options, step: number, right: readonly number[]) => number[],
): Change =>
  definition((right) => ({
    scalars: (given, step) => of(given as Options, step, right.scalars(given, step)),
  }))

/** Another update; `right` is the update itself, of any context. */
const update = (
  of: (context: UpdateContext, given: Options, right: (context: UpdateContext) => Update) => Update,
): Change =>
  definition((definition) => ({
    update: (given, context) =>
      of(context, given as Options, (other) => definition.update(given, other)),
  }))

const mean = ({ builder: b }: UpdateContext, old: GraphNode, decay: number, value: GraphNode) =>
  b.add(b.mul(old, decay), b.mul(value, 1 - decay))

const square = ({ builder: b, gradient }: UpdateContext) => b.mul(gradient, gradient)

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
      const { builder: b, weights } = context
      const after = right(context)
      return { ...after, weights: b.mul(b.add(weights, after.weights), 0.5) }
    }),
  ],
  [
    'weight decay coupled to the gradient',
    (optimizer) => {
      const decay = optimizer.options.weightDecay
      const coupled = update((context, _, right) => {
        const { builder: b, gradient, weights } = context
        return right({ ...context, gradient: b.add(gradient, b.mul(weights, decay)) })
      })
      return decay === 0 ? optimizer : options(() => ({ weightDecay: 0 }))(coupled(optimizer))
    },
  ],
]

const rateOnly = scalars(({ learningRate }) => [learningRate])

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
      const {
        builder: b,
        weights,
        gradient,
        slot,
        scalars: [rate],
      } = context
      const m = mean(context, slot('m'), beta1, gradient)
      const v = mean(context, slot('v'), beta2, square(context))
      return {
        weights: b.sub(
          weights,
          b.div(b.mul(m, rate!), b.add(b.sqrt(v), epsilon * Math.sqrt(1 - beta2))),
        ),
        slots: { m, v },
      }
    }),
  ],
  [
    'adam',
    'epsilon under the root',
    update((context, { epsilon, beta1, beta2 }) => {
      const {
        builder: b,
        weights,
        gradient,
        slot,
        scalars: [rate],
      } = context
      const m = mean(context, slot('m'), beta1, gradient)
      const v = mean(context, slot('v'), beta2, square(context))
      return {
        weights: b.sub(weights, b.div(b.mul(m, rate!), b.sqrt(b.add(v, epsilon)))),
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
        const { builder: b, weights } = context
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
      const {
        builder: b,
        weights,
        gradient,
        slot,
        scalars: [rate],
      } = context
      const m = mean(context, slot('m'), beta1, gradient)
      const u = mean(context, slot('u'), beta2, b.abs(gradient))
      return { weights: b.sub(weights, b.div(b.mul(m, rate!), b.add(u, epsilon))), slots: { m, u } }
    }),
  ],

  [
    'adagrad',
    'sums start as zeros',
    definition(() => ({ slots: () => [{ name: 'accumulator' }] })),
  ],
  [
    'adagrad',
    'sums start as 1',
    definition(() => ({ slots: () => [{ name: 'accumulator', initialValue: 1 }] })),
  ],
  [
    'adagrad',
    'epsilon beside the root',
    update((context, { epsilon }) => {
      const {
        builder: b,
        weights,
        gradient,
        slot,
        scalars: [rate],
      } = context
      const accumulator = b.add(slot('accumulator'), square(context))
      const move = b.div(b.mul(gradient, rate!), b.add(b.sqrt(accumulator), epsilon))
      return { weights: b.sub(weights, move), slots: { accumulator } }
    }),
  ],
  [
    'adagrad',
    'sum of before the step',
    update((context, _, right) => {
      const {
        builder: b,
        weights,
        gradient,
        slot,
        scalars: [rate],
      } = context
      const move = b.div(b.mul(gradient, rate!), b.sqrt(b.add(slot('accumulator'), 1e-7)))
      return { ...right(context), weights: b.sub(weights, move) }
    }),
  ],

  ['adadelta', 'rate forgotten', scalars(() => [1])],
  [
    'adadelta',
    'moves of before left out',
    update((context, _, right) =>
      right({
        ...context,
        slot: (name) =>
          name === 'moves' ? context.builder.mul(context.slot(name), 0.5) : context.slot(name),
      }),
    ),
  ],
  ['adadelta', 'rho turned round', options(({ rho }) => ({ rho: 1 - rho }))],
  [
    'adadelta',
    'epsilon beside the roots',
    update((context, { rho, epsilon }) => {
      const {
        builder: b,
        weights,
        gradient,
        slot,
        scalars: [rate],
      } = context
      const squares = mean(context, slot('squares'), rho, square(context))
      const [above, below] = [slot('moves'), squares].map((node) => b.add(b.sqrt(node), epsilon))
      const move = b.div(b.mul(above!, gradient), below!)
      const moves = mean(context, slot('moves'), rho, b.mul(move, move))
      return { weights: b.sub(weights, b.mul(move, rate!)), slots: { squares, moves } }
    }),
  ],

  [
    'rmsprop',
    'epsilon beside the root',
    update((context, { rho, epsilon }, right) => {
      const {
        builder: b,
        weights,
        gradient,
        slot,
        scalars: [rate],
      } = context
      const squares = mean(context, slot('squares'), rho, square(context))
      const step = b.div(b.mul(gradient, rate!), b.add(b.sqrt(squares), epsilon))
      return { ...right(context), weights: b.sub(weights, step) }
    }),
  ],
  ['rmsprop', 'rho turned round', options(({ rho }) => ({ rho: 1 - rho }))],
  ['rmsprop', 'not centred', options(() => ({ centered: false }))],
  ['rmsprop', 'no momentum', options(() => ({ momentum: 0 }))],
  [
    'rmsprop',
    'momentum damped',
    update((context, { momentum }, right) =>
      right(
        momentum === 0
          ? context
          : { ...context, scalars: [context.builder.mul(context.scalars[0]!, 1 - momentum)] },
      ),
    ),
  ],

  [
    'ftrl',
    'sums start as zeros',
    definition(() => ({ slots: () => [{ name: 'accumulator' }, { name: 'linear' }] })),
  ],
  ['ftrl', 'no L1', options(() => ({ l1RegularizationStrength: 0 }))],
  ['ftrl', 'no L2', options(() => ({ l2RegularizationStrength: 0 }))],
  ['ftrl', 'L2 once, not twice', scalars((_, __, [inverse, l2]) => [inverse!, l2! / 2])],
  ['ftrl', 'no beta', options(() => ({ beta: 0 }))],
  ['ftrl', 'no shrinkage', options(() => ({ l2ShrinkageRegularizationStrength: 0 }))],
  ['ftrl', 'power always −½', options(() => ({ learningRatePower: -0.5 }))],
  [
    'ftrl',
    'L1 above zero only',
    update((context, { l1RegularizationStrength: l1 }, right) => {
      const after = right(context)
      const { builder: b } = context
      return l1 === 0 ? after : { ...after, weights: b.maximum(after.weights, 0) }
    }),
  ],

  ['lion', 'betas swapped', options(({ beta1, beta2 }) => ({ beta1: beta2, beta2: beta1 }))],
  [
    'lion',
    'sign of the new mean',
    update((context, _, right) => {
      const after = right(context)
      const {
        builder: b,
        weights,
        scalars: [rate],
      } = context
      return { ...after, weights: b.sub(weights, b.mul(b.sign(after.slots.m!), rate!)) }
    }),
  ],
  [
    'lion',
    'sign of the gradient',
    update((context, _, right) => {
      const {
        builder: b,
        weights,
        gradient,
        scalars: [rate],
      } = context
      return { ...right(context), weights: b.sub(weights, b.mul(b.sign(gradient), rate!)) }
    }),
  ],

  [
    'lamb',
    'norms of all weights together',
    update((context, _, right) => {
      const { weights } = context
      const all = { path: 'all', shape: weights.shape, offset: 0, size: weights.shape[0]! }
      return right({ ...context, variables: [all] })
    }),
  ],
  ['lamb', 'no bias correction', scalars(({ learningRate }) => [learningRate, 1, 1])],
  ['lamb', 'squares not corrected', scalars((_, __, [rate, ofMean]) => [rate!, ofMean!, 1])],
  ['lamb', 'betas swapped', options(({ beta1, beta2 }) => ({ beta1: beta2, beta2: beta1 }))],
  ['lamb', 'epsilon left out', options(() => ({ epsilon: 1e-30 }))],
  [
    'lamb',
    'not scaled by norms',
    update((context, { beta1, beta2, epsilon }, right) => {
      const {
        builder: b,
        weights,
        gradient,
        slot,
        scalars: [rate, ofMean, ofSquares],
      } = context
      const m = b.mul(mean(context, slot('m'), beta1, gradient), ofMean!)
      const v = b.mul(mean(context, slot('v'), beta2, square(context)), ofSquares!)
      const step = b.div(m, b.add(b.sqrt(v), epsilon))
      return { ...right(context), weights: b.sub(weights, b.mul(step, rate!)) }
    }),
  ],

  ['adafactor', 'steps not clipped', options(() => ({ clipThreshold: 1e9 }))],
  ['adafactor', 'no floor', options(() => ({ epsilon2: 1e-30 }))],
  ['adafactor', 'other decay', options(() => ({ beta2Decay: -0.5 }))],
  [
    'adafactor',
    'rate not limited',
    scalars(({ learningRate }, _, right) => [learningRate, ...right.slice(1)]),
  ],
  [
    'adafactor',
    'decay one step late',
    scalars(({ beta2Decay }: Options & { beta2Decay?: number }, step, [rate]) => {
      const share = Math.max(1, step - 1) ** beta2Decay!
      return [rate!, 1 - share, share]
    }),
  ],
  [
    'adafactor',
    'matrices as vectors',
    definition((right) => ({
      slots: () => [{ name: 'squares' }],
      update: (given, context) =>
        right.update(given, {
          ...context,
          variables: context.variables.map((each) => ({ ...each, shape: [each.size] })),
        }),
    })),
  ],

  ['muon', 'no look ahead', options(() => ({ nesterov: false }))],
  [
    'muon',
    'one iteration more',
    options((given) => ({
      newtonSchulzSteps: (given as Options & { newtonSchulzSteps: number }).newtonSchulzSteps + 1,
    })),
  ],
  ['muon', 'not scaled by the side', options(() => ({ rmsRate: null }))],
  ['muon', 'other coefficients', options(() => ({ muonA: 1.5, muonB: -0.5, muonC: 0 }))],
  ['muon', 'vectors do not decay', options(() => ({ adamWeightDecay: 0 }))],
  ['muon', 'matrices do not decay', options(() => ({ weightDecay: 0 }))],
  [
    'muon',
    'Adam’s bias not corrected',
    scalars(({ learningRate }, _, [, , decay]) => [learningRate, learningRate, decay!]),
  ],
  [
    'muon',
    'mean instead of sum of gradients',
    update((context, given, right) => {
      const { builder: b } = context
      const isMatrix = context.variables.every(({ shape }) => shape.length === 2)
      const gradient = b.mul(context.gradient, 1 - given.momentum)
      const slot = (name: string) => b.add(context.slot(name), 1e-6)
      return right(isMatrix ? { ...context, gradient, slot } : context)
    }),
  ],
]

const names = [...new Set(['adamW', ...faults.map(([name]) => name)])]
const planted = [
  ...faults,
  ...names.flatMap((name) => everywhere.map(([fault, change]) => [name, fault, change] as const)),
]

test.each(planted)('%s, %s: noticed', async (name, _, change) => {
  const cases = optimizerCases((optimizer) =>
    optimizer.definition.name === name ? change(optimizer) : optimizer,
  )
  expect(await noticing(cases)).not.toEqual([])
})
