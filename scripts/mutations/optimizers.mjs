// Faults in the optimisers and in what every optimiser shares.
const adam = 'optimizers/adam.ts'
const sgd = 'optimizers/sgd.ts'
const update = 'training/update.ts'

export const optimizers = [
  {
    name: 'adam-epsilon-inside-root',
    file: adam,
    find: 'b.add(b.sqrt(v), epsilon)',
    replace: 'b.sqrt(b.add(v, epsilon))',
    fault: "Adam's epsilon is inside the root",
  },
  {
    name: 'adam-epsilon-of-corrected-root',
    file: adam,
    find: 'b.div(b.mul(m, rate!), b.add(b.sqrt(v), epsilon))',
    replace:
      'b.div(b.mul(m, rate!), b.add(b.sqrt(v), b.mul(rate!, epsilon / options.learningRate)))',
    fault: "Adam's epsilon is scaled by the bias corrections",
  },
  {
    name: 'adam-epsilon-default',
    file: adam,
    find: 'epsilon: positive.default(1e-7)',
    replace: 'epsilon: positive.default(1e-8)',
    fault: "Adam's epsilon is 1e-8 by default, as elsewhere",
  },
  {
    name: 'adam-without-first-correction',
    file: adam,
    find: 'Math.sqrt(1 - wholePower(beta2, step)) / (1 - wholePower(beta1, step))',
    replace: 'Math.sqrt(1 - wholePower(beta2, step))',
    fault: "Adam's bias correction of the mean is missing",
  },
  {
    name: 'adam-without-second-correction',
    file: adam,
    find: 'Math.sqrt(1 - wholePower(beta2, step)) / (1 - wholePower(beta1, step))',
    replace: '1 / (1 - wholePower(beta1, step))',
    fault: "Adam's bias correction of the mean of squares is missing",
  },
  {
    name: 'adam-correction-without-root',
    file: adam,
    find: 'Math.sqrt(1 - wholePower(beta2, step))',
    replace: '(1 - wholePower(beta2, step))',
    fault: "Adam's bias correction of the mean of squares lacks its root",
  },
  {
    name: 'adam-betas-swapped',
    file: adam,
    find: 'const { beta1, beta2, epsilon } = options',
    replace: 'const { beta1: beta2, beta2: beta1, epsilon } = options',
    fault: "Adam's decay rates are swapped",
  },
  {
    name: 'adam-w-default-decay',
    file: adam,
    find: "define('adamW', 0.004)",
    replace: "define('adamW', 0.01)",
    fault: "AdamW's weight decay is 0.01 by default, as elsewhere",
  },
  {
    name: 'power-off-by-one',
    file: 'optimizers/definition.ts',
    find: 'rest = exponent;',
    replace: 'rest = exponent + 1;',
    fault: 'powers of the decay rates run one step ahead',
  },
  {
    name: 'coupled-weight-decay',
    file: update,
    find: 'weights: decayed,\n    gradient,',
    replace:
      'weights: trainable,\n    gradient: b.add(gradient, b.mul(trainable, options.weightDecay)),',
    fault: 'weight decay is coupled: it goes through the gradient',
  },
  {
    name: 'decay-after-update',
    file: update,
    find: 'const scaled = multiplyRates(b, entries, trainable, update.weights)',
    replace: `const after = b.mul(
    b.add(trainable, b.sub(update.weights, decayed)),
    1 - options.weightDecay * options.learningRate,
  )
  const moved = options.weightDecay === 0 ? update.weights : after
  const scaled = multiplyRates(b, entries, trainable, moved)`,
    fault: 'weights decay after the update instead of before it',
  },
  {
    name: 'decay-without-rate',
    file: update,
    find: '1 - options.weightDecay * options.learningRate',
    replace: '1 - options.weightDecay',
    fault: 'weight decay is not multiplied by the learning rate',
  },
  {
    name: 'momentum-sign',
    file: sgd,
    find: "b.mul(slot('velocity'), momentum)",
    replace: "b.mul(slot('velocity'), -momentum)",
    fault: 'momentum has the wrong sign',
  },
  {
    name: 'momentum-dampened',
    file: sgd,
    find: "b.sub(b.mul(slot('velocity'), momentum), step)",
    replace: "b.sub(b.mul(slot('velocity'), momentum), b.mul(step, 1 - momentum))",
    fault: 'momentum is dampened: the step is weighed by 1 − momentum',
  },
  {
    name: 'nesterov-ignored',
    file: sgd,
    find: 'nesterov ? b.sub(b.mul(velocity, momentum), step) : velocity',
    replace: 'velocity',
    fault: 'Nesterov momentum does not look ahead',
  },
]
