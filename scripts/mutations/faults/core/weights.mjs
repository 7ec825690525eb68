// Faults in regularizers, constraints, learning-rate multipliers and initial weights.
const objective = 'training/objective.ts'
const update = 'training/update.ts'
const programs = 'training/programs.ts'
const regularizers = 'regularizers/index.ts'
const constraints = 'constraints/index.ts'
const initializers = 'initializers/index.ts'

export const weights = [
  {
    name: 'penalty-by-rows',
    file: objective,
    find: 'b.add(total, sum(b.broadcast(penalty, mask.shape), mask))',
    replace: 'b.add(total, penalty)',
    fault: 'penalties on weights are divided by the rows of the batch',
  },
  {
    name: 'penalty-of-padding',
    file: objective,
    find: 'sum(b.broadcast(penalty, mask.shape), mask)',
    replace: 'b.mul(penalty, mask.shape[0]!)',
    fault: 'penalties on weights count for rows of padding too',
  },
  {
    name: 'penalty-ignored',
    file: programs,
    find: 'const results = sumObjective(b, objective, { ...rows, outputs, penalty })',
    replace: 'void penalty\n  const results = sumObjective(b, objective, { ...rows, outputs })',
    fault: 'training ignores penalties on weights',
  },
  {
    name: 'penalty-of-evaluation',
    file: programs,
    find: 'const values = { ...rows, outputs, penalty }',
    replace: 'void penalty\n  const values = { ...rows, outputs }',
    fault: 'evaluations leave out penalties on weights',
  },
  {
    name: 'penalty-of-frozen-weights',
    file: programs,
    find: "entry.regularizer === undefined || entry.role !== 'trainable'",
    replace: 'entry.regularizer === undefined',
    fault: 'frozen weights are penalised',
  },
  {
    name: 'l2-halved',
    file: regularizers,
    find: 'b.mul(scalar(b, b.mul(w, w)), options.l2)',
    replace: 'b.mul(scalar(b, b.mul(w, w)), options.l2 / 2)',
    fault: 'l2 is halved, as elsewhere',
  },
  {
    name: 'l1-signed',
    file: regularizers,
    find: 'scalar(b, b.abs(w))',
    replace: 'scalar(b, w)',
    fault: 'l1 takes the sum with its signs',
  },
  {
    name: 'orthogonal-with-itself',
    file: regularizers,
    find: 'b.select(others, cosines, 0)',
    replace: 'b.add(cosines, b.select(others, 0, 0))',
    fault: 'the orthogonal regularizer counts the cosine of a row with itself',
  },
  {
    name: 'constraint-before-step',
    file: update,
    find: 'constrainAll(b, entries, multiplyRates(b, entries, trainable, update.weights))',
    replace:
      'b.add(constrainAll(b, entries, trainable), b.sub(multiplyRates(b, entries, trainable, update.weights), trainable))',
    fault: 'constraints are applied before the step instead of after it',
  },
  {
    name: 'constraint-ignored',
    file: update,
    find: 'constrainAll(b, entries, multiplyRates(b, entries, trainable, update.weights))',
    replace: 'multiplyRates(b, entries, trainable, update.weights)',
    fault: 'training ignores constraints',
  },
  {
    name: 'constraint-axis-ignored',
    file: constraints,
    find: 'b.sum(b.mul(weight, weight), [over])',
    replace: 'b.sum(b.mul(weight, weight), [0])',
    fault: 'constraints of norms ignore their axis',
  },
  {
    name: 'constraint-axis-default',
    file: constraints,
    find: 'const axis = z.int().min(0).default(0)',
    replace: 'const axis = z.int().min(0).default(1)',
    fault: 'constraints of norms take the outputs of a kernel for its inputs',
  },
  {
    name: 'min-max-rate-swapped',
    file: constraints,
    find: 'b.add(b.mul(clipped, rate), b.mul(norm, 1 - rate))',
    replace: 'b.add(b.mul(clipped, 1 - rate), b.mul(norm, rate))',
    fault: 'minMaxNorm keeps the share that it should move',
  },
  {
    name: 'rate-multiplier-ignored',
    file: update,
    find: 'if (entries.every(({ learningRateMultiplier }) => learningRateMultiplier === 1)) return after',
    replace: 'if (entries.length >= 0) return after',
    fault: 'learning-rate multipliers are ignored',
  },
  {
    name: 'rate-multiplier-of-first-layer',
    file: update,
    find: 'b.constant(learningRateMultiplier, [size])',
    replace: 'b.constant(learningRateMultiplier && entries[0]!.learningRateMultiplier, [size])',
    fault: 'the learning-rate multiplier of the first layer is that of all',
  },
  {
    name: 'fans-without-receptive-field',
    file: initializers,
    find: 'const receptiveField = sizeOf(shape.slice(0, -2))',
    replace: 'const receptiveField = 1',
    fault: 'initialisers ignore the size of a filter',
  },
  {
    name: 'variance-scaling-mode-ignored',
    file: initializers,
    find: 'scaled(scale, mode, distribution, shape, key)',
    replace: "scaled(scale, 'fanIn', distribution, shape, key)",
    fault: 'varianceScaling ignores its mode',
  },
  {
    name: 'truncated-normal-not-cut',
    file: initializers,
    find: "normalOf('truncatedNormal', truncatedNormals)",
    replace: "normalOf('truncatedNormal', normals)",
    fault: 'truncatedNormal is not cut off',
  },
  {
    name: 'orthogonal-not-orthogonal',
    file: 'initializers/orthogonal.ts',
    find: 'subtract(vector, other, dot(vector, other))',
    replace: 'subtract(vector, other, 0)',
    fault: 'the initialiser orthogonal gives columns of length 1 that are not orthogonal',
  },
  {
    name: 'random-uniform-limit',
    file: initializers,
    find: 'minval + (maxval - minval) * u',
    replace: 'minval + maxval * u',
    fault: 'randomUniform does not reach its largest value',
  },
  {
    name: 'random-normal-mean-ignored',
    file: initializers,
    find: '(x) => mean + stddev * x',
    replace: '(x) => 0 * mean + stddev * x',
    fault: 'randomNormal ignores its mean',
  },
]
