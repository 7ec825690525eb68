import { expect, test } from 'vitest'
import {
  type Change,
  definition,
  mean,
  noticingChange,
  type Options,
  options,
  scalars,
  square,
  update,
} from './optimizer-changes.js'

const faults: readonly [string, string, Change][] = [
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
      const { b, weights, gradient, slot, rate } = context
      const accumulator = b.add(slot('accumulator'), square(context))
      const move = b.div(b.mul(gradient, rate), b.add(b.sqrt(accumulator), epsilon))
      return { weights: b.sub(weights, move), slots: { accumulator } }
    }),
  ],
  [
    'adagrad',
    'sum of before the step',
    update((context, _, right) => {
      const { b, weights, gradient, slot, rate } = context
      const move = b.div(b.mul(gradient, rate), b.sqrt(b.add(slot('accumulator'), 1e-7)))
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
      const { b, weights, gradient, slot, rate } = context
      const squares = mean(context, slot('squares'), rho, square(context))
      const [above, below] = [slot('moves'), squares].map((node) => b.add(b.sqrt(node), epsilon))
      const move = b.div(b.mul(above!, gradient), below!)
      const moves = mean(context, slot('moves'), rho, b.mul(move, move))
      return { weights: b.sub(weights, b.mul(move, rate)), slots: { squares, moves } }
    }),
  ],

  [
    'rmsprop',
    'epsilon beside the root',
    update((context, { rho, epsilon }, right) => {
      const { b, weights, gradient, slot, rate } = context
      const squares = mean(context, slot('squares'), rho, square(context))
      const step = b.div(b.mul(gradient, rate), b.add(b.sqrt(squares), epsilon))
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
      const { b } = context
      return l1 === 0 ? after : { ...after, weights: b.maximum(after.weights, 0) }
    }),
  ],

  ['lion', 'betas swapped', options(({ beta1, beta2 }) => ({ beta1: beta2, beta2: beta1 }))],
  [
    'lion',
    'sign of the new mean',
    update((context, _, right) => {
      const after = right(context)
      const { b, weights, rate } = context
      return { ...after, weights: b.sub(weights, b.mul(b.sign(after.slots.m!), rate)) }
    }),
  ],
  [
    'lion',
    'sign of the gradient',
    update((context, _, right) => {
      const { b, weights, gradient, rate } = context
      return { ...right(context), weights: b.sub(weights, b.mul(b.sign(gradient), rate)) }
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
      const { b, weights, gradient, slot, rate, scalars } = context
      const [, ofMean, ofSquares] = scalars
      const m = b.mul(mean(context, slot('m'), beta1, gradient), ofMean!)
      const v = b.mul(mean(context, slot('v'), beta2, square(context)), ofSquares!)
      const step = b.div(m, b.add(b.sqrt(v), epsilon))
      return { ...right(context), weights: b.sub(weights, b.mul(step, rate)) }
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
      const { b } = context
      const isMatrix = context.variables.every(({ shape }) => shape.length === 2)
      const gradient = b.mul(context.gradient, 1 - given.momentum)
      const slot = (name: string) => b.add(context.slot(name), 1e-6)
      return right(isMatrix ? { ...context, gradient, slot } : context)
    }),
  ],
]

test.each(faults)('%s, %s: noticed', async (name, _, change) => {
  expect(await noticingChange(name, change)).not.toEqual([])
})
