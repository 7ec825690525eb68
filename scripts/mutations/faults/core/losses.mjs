// Faults in losses.
const smoothing = 'losses/crossentropy-options.ts'
const focal = 'losses/focal-crossentropy.ts'
const huber = 'losses/huber.ts'
const hinge = 'losses/hinge.ts'
const absolute = 'losses/absolute-errors.ts'
const cosine = 'losses/cosine-similarity.ts'

export const losses = [
  {
    name: 'smoothing-by-other-classes',
    file: smoothing,
    find: 'share / classes',
    replace: 'share / (classes - 1)',
    fault: 'label smoothing spreads its share over the other classes',
  },
  {
    name: 'smoothing-adds',
    file: smoothing,
    find: 'b.mul(target, 1 - share)',
    replace: 'target',
    fault: 'label smoothing takes nothing from the target',
  },
  {
    name: 'focal-gamma-ignored',
    file: focal,
    find: 'b.pow(b.maximum(missing, 1e-30), gamma)',
    replace: 'b.pow(b.maximum(missing, 1e-30), 2)',
    fault: 'focal losses ignore their gamma',
  },
  {
    name: 'focal-of-certainty',
    file: focal,
    find: 'b.add(b.mul(target, no), b.mul(other, yes))',
    replace: 'b.add(b.mul(target, yes), b.mul(other, no))',
    fault: 'binary focal loss plays down what is wrong instead of what is right',
  },
  {
    name: 'focal-alpha-swapped',
    file: focal,
    find: 'b.add(b.mul(target, alpha), b.mul(other, 1 - alpha))',
    replace: 'b.add(b.mul(target, 1 - alpha), b.mul(other, alpha))',
    fault: 'alpha of the binary focal loss weighs the other class',
  },
  {
    name: 'focal-always-balanced',
    file: focal,
    find: 'const balance = applyClassBalancing ?',
    replace: 'const balance = applyClassBalancing || alpha > 0 ?',
    fault: 'binary focal loss always balances the classes',
  },
  {
    name: 'focal-alpha-ignored',
    file: focal,
    find: 'b.mul(-alpha, meanOfRows(',
    replace: 'b.mul(alpha < 0 ? 1 : -1, meanOfRows(',
    fault: 'categorical focal loss ignores its alpha',
  },
  {
    name: 'huber-delta-ignored',
    file: huber,
    find: 'b.sub(b.mul(delta, size), 0.5 * delta * delta)',
    replace: 'b.sub(size, 0.5)',
    fault: 'the linear part of huber ignores its delta',
  },
  {
    name: 'huber-smooth-l1',
    file: huber,
    find: 'return meanOfRows(b, b.select(b.lessEqual(size, delta), square, line))',
    replace: 'return meanOfRows(b, b.div(b.select(b.lessEqual(size, delta), square, line), delta))',
    fault: 'huber is divided by its delta, as the smooth L1 loss',
  },
  {
    name: 'log-cosh-overflow',
    file: 'losses/log-cosh.ts',
    find: 'b.sub(b.add(error, doubled), Math.LN2)',
    replace:
      'b.add(b.log(b.mul(0.5, b.add(b.exp(error), b.exp(b.neg(error))))), b.mul(doubled, 0))',
    fault: 'logCosh overflows for large errors',
  },
  {
    name: 'kl-direction',
    file: 'losses/kl-divergence.ts',
    find: 'b.mul(clip(b, target), b.sub(logarithm(b, target), logP))',
    replace: 'b.mul(b.exp(logP), b.sub(logP, logarithm(b, target)))',
    fault: 'the KL divergence is that of the targets from the outputs',
  },
  {
    name: 'cosine-loss-sign',
    file: cosine,
    find: 'comparison.builder.neg(cosineOfRows(comparison))',
    replace: 'cosineOfRows(comparison)',
    fault: 'the loss cosineSimilarity is best where vectors are opposite',
  },
  {
    name: 'cosine-of-zeros',
    file: cosine,
    find: 'b.maximum(sumOfLastAxis(b, b.mul(node, node)), epsilon * epsilon)',
    replace: 'sumOfLastAxis(b, b.mul(node, node))',
    fault: 'cosineSimilarity is NaN for a vector of zeros',
  },
  {
    name: 'poisson-without-epsilon',
    file: 'losses/poisson.ts',
    find: 'b.log(b.add(output, epsilon))',
    replace: 'b.log(output)',
    fault: 'poisson is infinite at 0',
  },
  {
    name: 'hinge-of-zeros',
    file: hinge,
    find: 'b.select(b.equal(target, 0), -1, target)',
    replace: 'target',
    fault: 'hinge losses do not take 0 for −1',
  },
  {
    name: 'categorical-hinge-of-all',
    file: hinge,
    find: 'b.max(b.mul(b.sub(1, target), output), ',
    replace: 'b.max(output, ',
    fault: 'categoricalHinge takes the right class for a wrong one',
  },
  {
    name: 'percentage-of-output',
    file: absolute,
    find: 'b.maximum(b.abs(target), epsilon)',
    replace: 'b.maximum(b.abs(output), epsilon)',
    fault: 'percentages are those of the output instead of the target',
  },
  {
    name: 'logarithmic-error-without-one',
    file: 'losses/mean-squared-logarithmic-error.ts',
    find: 'b.log1p(b.maximum(node, epsilon))',
    replace: 'b.log(b.maximum(node, epsilon))',
    fault: 'meanSquaredLogarithmicError takes log x instead of log(1 + x)',
  },
]
