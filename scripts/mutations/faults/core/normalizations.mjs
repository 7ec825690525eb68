// Faults in normalizations, embeddings and layers that draw.
const programs = 'training/programs.ts'
const batch = 'layers/batch-normalization.ts'
const moments = 'layers/moments.ts'
const layer = 'layers/layer-normalization.ts'
const group = 'layers/group-normalization.ts'
const rms = 'layers/rms-normalization.ts'
const spatialDropout = 'layers/spatial-dropout.ts'
const alpha = 'layers/alpha-dropout.ts'
const noise = 'layers/gaussian-noise.ts'

export const normalizations = [
  {
    name: 'batch-unbiased-variance',
    file: batch,
    find: 'const variance = average(b.mul(difference, difference))',
    replace: `const others = mask ? b.sub(count, 1) : (count as number) - 1
  const variance = b.div(b.mul(average(b.mul(difference, difference)), count), others)`,
    fault: 'batch normalization takes the unbiased variance',
  },
  {
    name: 'batch-unbiased-moving-variance',
    file: batch,
    find: "move('movingVariance', variance)",
    replace: `const counted = mask
    ? b.mul(b.reshape(b.sum(mask), []), sizeOf(input.shape) / (input.shape[0]! * input.shape[axis]!))
    : b.constant(sizeOf(input.shape) / input.shape[axis]!, [])
  move('movingVariance', b.div(b.mul(variance, counted), b.sub(counted, 1)))`,
    fault: 'the moving variance is the unbiased one, as elsewhere',
  },
  {
    name: 'batch-epsilon-outside-root',
    file: batch,
    find: 'b.rsqrt(b.add(variance!, options.epsilon))',
    replace: 'b.div(1, b.add(b.sqrt(variance!), options.epsilon))',
    fault: "batch normalization's epsilon is outside the root",
  },
  {
    name: 'batch-momentum-swapped',
    file: batch,
    find: 'b.add(b.mul(weight(name), momentum), b.mul(moment, 1 - momentum))',
    replace: 'b.add(b.mul(weight(name), 1 - momentum), b.mul(moment, momentum))',
    fault: 'momentum is the share of the new moment, as elsewhere',
  },
  {
    name: 'batch-momentum-default',
    file: batch,
    find: 'momentum: z.number().min(0).max(1).default(0.99)',
    replace: 'momentum: z.number().min(0).max(1).default(0.9)',
    fault: 'the momentum of batch normalization is 0.9 by default, as elsewhere',
  },
  {
    name: 'batch-padding-in-moments',
    file: batch,
    find: 'momentsOf(b, input, mask, axis)',
    replace: 'momentsOf(b, input, undefined, axis)',
    fault: 'rows of padding count in the moments of batch normalization',
  },
  {
    name: 'batch-padding-in-count',
    file: batch,
    find: 'const count = mask ? b.mul(b.reshape(b.sum(mask), []), perRow) : rows * perRow',
    replace: 'const count = rows * perRow',
    fault: 'the moments of batch normalization are divided by rows of padding too',
  },
  {
    name: 'batch-statistics-not-moved',
    file: batch,
    find: "move('movingMean', mean)\n  move('movingVariance', variance)",
    replace: 'void move',
    fault: 'batch normalization never moves its statistics',
  },
  {
    name: 'batch-statistics-not-stored',
    file: programs,
    find: '...(statistics && { statistics }),',
    replace: '',
    fault: 'training forgets the statistics of every step',
  },
  {
    name: 'prediction-as-training',
    file: programs,
    find: `const inputs = modelInputs(b, architecture, batchSize)
  const { outputs } = lowerModel({ builder: b, architecture, weights, inputs, training: false })`,
    replace: `const inputs = modelInputs(b, architecture, batchSize)
  const key = b.constants([1, 2], [2], 'int32')
  const training = { builder: b, architecture, weights, inputs, training: true, key }
  const { outputs } = lowerModel(training)`,
    fault: 'predictions are made as in training: they drop, and normalize by their batch',
  },
  {
    name: 'evaluation-as-training',
    file: programs,
    find: `const { inputs } = rows
  const { outputs } = lowerModel({ builder: b, architecture, weights, inputs, training: false })`,
    replace: `const { inputs, mask } = rows
  const key = b.constants([1, 2], [2], 'int32')
  const training = { builder: b, architecture, weights, inputs, training: true, mask, key }
  const { outputs } = lowerModel(training)`,
    fault: 'evaluations are made as in training: they drop, and normalize by their batch',
  },
  {
    name: 'validation-moves-statistics',
    file: programs,
    find: 'return createProgram(b, { outputs: { ...sums, ...predictionOutputs(objective, values) } })',
    replace: `const { mask } = rows
  const key = b.constants([1, 2], [2], 'int32')
  const training = { builder: b, architecture, weights, inputs, training: true, mask, key }
  const { statistics } = lowerModel(training)
  return createProgram(b, {
    outputs: { ...sums, ...predictionOutputs(objective, values) },
    updates: { ...(statistics && { statistics }) },
  })`,
    fault: 'validation moves the statistics of batch normalization',
  },
  {
    name: 'batch-second-call-overwrites',
    file: 'model/lower.ts',
    find: 'return statistics.get(path) ?? sliceOf(b, weights, entryOf(path))',
    replace: 'return sliceOf(b, weights, entryOf(path))',
    fault: 'the second call of a shared batch normalization overwrites what the first one moved',
  },
  {
    name: 'batch-moments-in-prediction',
    file: batch,
    find: 'training && trainable ?',
    replace: 'trainable ?',
    fault: 'predictions are normalized by the moments of their own batch',
  },
  {
    name: 'batch-statistics-in-training',
    file: batch,
    find: 'const moments =\n      training && trainable ? movedMoments(options, context, axis) : movingMoments(context)',
    replace: `if (training && trainable) movedMoments(options, context, axis)
    const moments = [
      ...(movingMoments({ ...context, weight: context.weight }) as unknown as GraphNode[]),
    ]`,
    fault: 'training normalizes by the statistics instead of the batch',
  },
  {
    name: 'batch-trainable-false-ignored',
    file: batch,
    find: 'training && trainable ?',
    replace: 'training ?',
    fault: 'a batch normalization with trainable: false goes on with the moments of batches',
  },
  {
    name: 'layer-epsilon-outside-root',
    file: moments,
    find: 'b.mul(difference, b.rsqrt(b.add(variance, epsilon)))',
    replace: 'b.div(difference, b.add(b.sqrt(variance), epsilon))',
    fault: "layer normalization's epsilon is outside the root",
  },
  {
    name: 'layer-unbiased-variance',
    file: moments,
    find: 'const variance = b.mean(b.mul(difference, difference), axes)',
    replace: `const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1)
  const variance = b.mul(b.mean(b.mul(difference, difference), axes), count / Math.max(1, count - 1))`,
    fault: 'layer normalization takes the unbiased variance',
  },
  {
    name: 'layer-one-axis-only',
    file: layer,
    find: 'standardize(builder, input, axes, options.epsilon)',
    replace: 'standardize(builder, input, axes.slice(-1), options.epsilon)',
    fault: 'of several axes, layer normalization takes the last alone',
  },
  {
    name: 'layer-all-axes',
    file: layer,
    find: 'standardize(builder, input, axes, options.epsilon)',
    replace: 'standardize(builder, input, [...input.shape.keys()].slice(1), options.epsilon)',
    fault: 'layer normalization takes all axes instead of the last',
  },
  {
    name: 'groups-by-stride',
    file: group,
    find: `shape.toSpliced(axis, 1, groups, features / groups))
    const axes = grouped.shape.flatMap((_, i) => (i === 0 || i === axis ? [] : [i]))`,
    replace: `shape.toSpliced(axis, 1, features / groups, groups))
    const axes = grouped.shape.flatMap((_, i) => (i === 0 || i === axis + 1 ? [] : [i]))`,
    fault: 'group normalization groups every n-th feature instead of neighbours',
  },
  {
    name: 'groups-without-places',
    file: group,
    find: '(i === 0 || i === axis ? [] : [i])',
    replace: '(i === axis + 1 ? [i] : [])',
    fault: 'group normalization normalizes each place of an image by itself',
  },
  {
    name: 'rms-centered',
    file: rms,
    find: 'const meanSquare = b.mean(b.mul(input, input), axes)',
    replace: `const difference = b.sub(input, b.mean(input, axes))
    const meanSquare = b.mean(b.mul(difference, difference), axes)`,
    fault: 'root-mean-square normalization divides by the deviation',
  },
  {
    name: 'rms-epsilon-outside-root',
    file: rms,
    find: 'b.mul(input, b.rsqrt(b.add(meanSquare, epsilon)))',
    replace: 'b.div(input, b.add(b.sqrt(meanSquare), epsilon))',
    fault: "root-mean-square normalization's epsilon is outside the root",
  },
  {
    name: 'unit-gradient-of-zeros',
    file: moments,
    find: 'b.rsqrt(b.select(isZero, 1, squares))',
    replace: 'b.rsqrt(squares)',
    fault: 'the gradient of unit normalization is NaN at a vector of zeros',
  },
  {
    name: 'embedding-off-by-one',
    file: 'layers/embedding.ts',
    find: "b.cast(input, 'int32')",
    replace: "b.cast(b.maximum(b.sub(input, 1), 0), 'int32')",
    fault: 'embeddings count from 1',
  },
  {
    name: 'embedding-index-beyond',
    file: 'spec/input-rows.ts',
    find: '[0, Math.min(most, count - 1)]',
    replace: '[0, Math.max(most, count)]',
    fault: 'an index that is the number of embeddings is accepted',
  },
  {
    name: 'spatial-dropout-of-elements',
    file: spatialDropout,
    find: 'onlyAxes(input.shape, [0, input.shape.length - 1])',
    replace: 'input.shape',
    fault: 'spatial dropout drops elements instead of channels',
  },
  {
    name: 'spatial-dropout-of-all-rows',
    file: spatialDropout,
    find: 'onlyAxes(input.shape, [0, input.shape.length - 1])',
    replace: 'onlyAxes(input.shape, [input.shape.length - 1])',
    fault: 'spatial dropout drops the same channels of all rows',
  },
  {
    name: 'alpha-dropout-without-correction',
    file: alpha,
    find: 'b.add(b.mul(b.select(kept, input, dropped), factor), -factor * dropped * rate)',
    replace: 'b.add(b.select(kept, input, dropped), 0 * factor)',
    fault: 'alpha dropout lacks what keeps mean and variance',
  },
  {
    name: 'alpha-dropout-to-zero',
    file: alpha,
    find: 'b.select(kept, input, dropped)',
    replace: 'b.select(kept, input, 0)',
    fault: 'alpha dropout sets elements to 0',
  },
  {
    name: 'noise-doubled',
    file: noise,
    find: 'b.mul(randomNormal(b, randomBits(input.shape)), stddev)',
    replace: 'b.mul(randomNormal(b, randomBits(input.shape)), 2 * stddev)',
    fault: 'gaussian noise has twice its deviation',
  },
  {
    name: 'noise-variance',
    file: noise,
    find: 'b.mul(randomNormal(b, randomBits(input.shape)), stddev)',
    replace: 'b.mul(randomNormal(b, randomBits(input.shape)), Math.sqrt(stddev))',
    fault: 'gaussian noise takes its deviation for a variance',
  },
  {
    name: 'noise-in-prediction',
    file: noise,
    find: `if (!training || stddev === 0) return input
    return b.add(input, b.mul(randomNormal(b, randomBits(input.shape)), stddev))`,
    replace: `if (stddev === 0) return input
    const key = b.constants([1, 2], [2], 'int32')
    const bits = training ? randomBits(input.shape) : b.randomBits(key, input.shape, 0)
    return b.add(input, b.mul(randomNormal(b, bits), stddev))`,
    fault: 'gaussian noise is added to predictions too',
  },
  {
    name: 'gaussian-dropout-deviation',
    file: 'layers/gaussian-dropout.ts',
    find: 'Math.sqrt(rate / (1 - rate))',
    replace: 'rate / (1 - rate)',
    fault: 'gaussian dropout takes its variance for a deviation',
  },
]
