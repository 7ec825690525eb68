// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of core's source.
// Faults in the training loop, in evaluation and in prediction.
const loop = 'training/loop.ts'
const stepFeeds = 'training/step-feeds.ts'
const plan = 'training/plan.ts'
const batches = 'training/batches.ts'
const batchInputs = 'training/batch-inputs.ts'
const objective = 'training/objective.ts'
const evaluate = 'training/evaluate.ts'
const earlyStopping = 'training/callbacks/early-stopping.ts'
const watchValue = 'training/callbacks/watch-value.ts'
const fit = 'training/fit.ts'
const phase = 'training/phase.ts'
const update = 'training/update.ts'
const schedule = 'training/schedule.ts'
const namedState = 'training/named-state.ts'
const resume = 'training/resume.ts'
const run = 'training/run.ts'
const nonFinite = 'training/non-finite.ts'

export const training = [
  {
    name: 'gradient-by-batch-size',
    file: stepFeeds,
    find: '1 / rowCountOfStep(batches, step)',
    replace: '1 / batches.batchSize',
    fault: 'the gradient of the last batch is divided by the batch size, not by its rows',
  },
  {
    name: 'schedule-off-by-one',
    file: stepFeeds,
    find: 'scheduleOf(optimizer, step + 1, state)',
    replace: 'scheduleOf(optimizer, step + 2, state)',
    fault: 'the schedule of the optimiser runs one step ahead',
  },
  {
    name: 'schedule-restarts',
    file: stepFeeds,
    find: 'scheduleOf(optimizer, step + 1, state)',
    replace: 'scheduleOf(optimizer, (step % batches.stepsPerEpoch) + 1, state)',
    fault: 'the schedule of the optimiser starts again in every epoch',
  },
  {
    name: 'chunk-repeats-first-step',
    file: stepFeeds,
    find: 'numbersOf(start + i)',
    replace: 'numbersOf(start)',
    fault: 'all steps of a chunk take the schedule and the random key of its first',
  },
  {
    name: 'same-mask-every-step',
    file: stepFeeds,
    find: "fill('key', Int32Array, keyOf)",
    replace: "fill('key', Int32Array, () => keyOf())",
    fault: 'dropout has the same mask in every step',
  },
  {
    name: 'mask-ignores-seed',
    file: stepFeeds,
    find: "randomKeys(options.seed, 'step')",
    replace: "randomKeys(0, 'step')",
    fault: 'masks of dropout ignore the seed',
  },
  {
    name: 'same-stream-in-every-layer',
    file: 'model/lower.ts',
    find: 'b.randomBits(key!, shape, draws++)',
    replace: 'b.randomBits(key!, shape, 0)',
    fault: 'layers of dropout share one mask',
  },
  {
    name: 'same-order-every-epoch',
    file: batches,
    find: 'permutation(keyOf(epoch), rows)',
    replace: 'permutation(keyOf(), rows)',
    fault: 'rows have the same order in every epoch',
  },
  {
    name: 'order-ignores-seed',
    file: batches,
    find: "randomKeys(shuffle.seed, 'order')",
    replace: "randomKeys(0, 'order')",
    fault: 'the order of the rows ignores the seed',
  },
  {
    name: 'never-shuffled',
    file: plan,
    find: 'shuffle ? { seed } : undefined',
    replace: 'undefined',
    fault: 'rows are never shuffled',
  },
  {
    name: 'always-shuffled',
    file: plan,
    find: 'shuffle ? { seed } : undefined',
    replace: '{ seed }',
    fault: 'rows are shuffled although they should not be',
  },
  {
    name: 'rest-of-rows-dropped',
    file: batches,
    find: 'Math.ceil(rows / batchSize)',
    replace: 'Math.max(1, Math.floor(rows / batchSize))',
    fault: 'rows that do not fill a batch are left out',
  },
  {
    name: 'padding-counts-everywhere',
    file: batches,
    find: 'const mask = new Float64Array(count * batchSize)',
    replace: 'const mask = new Float64Array(count * batchSize).fill(1)',
    fault: 'padded rows count in loss, gradient and metrics',
  },
  {
    name: 'padding-counts-in-loss',
    file: batchInputs,
    find: `weighted.includes(name) ? b.mul(mask, read(\`weight/\${name}\`)) : mask`,
    replace: `b.add(b.mul(mask, 0), weighted.includes(name) ? read(\`weight/\${name}\`) : 1)`,
    fault: 'padded rows count in loss and gradient',
  },
  {
    name: 'padding-counts-in-metrics',
    file: objective,
    find: 'metric.weighted ? weights[name]! : mask',
    replace: 'metric.weighted ? weights[name]! : b.constant(1, mask.shape)',
    fault: 'padded rows count in metrics',
  },
  {
    name: 'padding-in-divisor',
    file: loop,
    find: 'sums.scores(batches.rows)',
    replace: 'sums.scores(batches.stepsPerEpoch * batches.batchSize)',
    fault: 'losses of epochs are divided by the padded rows too',
  },
  {
    name: 'padding-in-divisor-of-evaluation',
    file: evaluate,
    find: 'predictions: collected.all(), rows: plan.rows',
    replace: 'predictions: collected.all(), rows: plan.stepsPerEpoch * plan.batchSize',
    fault: 'evaluations are divided by the padded rows too',
  },
  {
    name: 'sample-weights-ignored',
    file: batchInputs,
    find: `b.mul(mask, read(\`weight/\${name}\`))`,
    replace: `b.add(mask, b.mul(read(\`weight/\${name}\`), 0))`,
    fault: 'sample weights are ignored',
  },
  {
    name: 'sample-weights-normalised',
    file: objective,
    find: 'const own = sum(loss.definition.perRow(loss.options, comparison), weights[name]!)',
    replace:
      'const ones = b.constant(1, mask.shape)\n    const own = b.div(\n      b.mul(sum(loss.definition.perRow(loss.options, comparison), weights[name]!), sum(ones, mask)),\n      sum(ones, weights[name]!),\n    )',
    fault: 'weighted losses are divided by the sum of the weights',
  },
  {
    name: 'sample-weights-in-metrics',
    file: objective,
    find: 'metric.weighted ? weights[name]! : mask',
    replace: 'weights[name]!',
    fault: 'sample weights weigh the metrics',
  },
  {
    name: 'sample-weights-of-streams-ignored',
    file: 'training/rows.ts',
    find: "opened.kind === 'resident' ? opened.columns : await opened.read(Int32Array.of(0))",
    replace: "opened.kind === 'resident' ? opened.columns : {}",
    fault: 'sample weights of a source of rows are ignored',
  },
  {
    name: 'gradients-of-sum',
    file: 'training/gradients.ts',
    find: 'b.div(sumObjective(b, objective, { outputs, targets, mask, weights }).loss, rows)',
    replace: 'sumObjective(b, objective, { outputs, targets, mask, weights }).loss',
    fault: 'gradients() differentiates the summed loss instead of the mean',
  },
  {
    name: 'gradients-of-other-output',
    file: 'training/gradients.ts',
    find: 'b.slice(columns, 1, index, 1)',
    replace: 'b.slice(columns, 1, 0, 1)',
    fault: 'gradients() differentiates the first output, whichever it is asked for',
  },
  {
    name: 'best-weights-not-restored',
    file: fit,
    find: 'chosen?.weights ?? (await currentWeights(run))',
    replace: 'await currentWeights(run)',
    fault: 'early stopping leaves the last weights instead of the best',
  },
  {
    name: 'patience-off-by-one',
    file: earlyStopping,
    find: 'epoch - watched.bestEpoch >= patience',
    replace: 'epoch - watched.bestEpoch > patience',
    fault: 'early stopping waits one epoch too long',
  },
  {
    name: 'least-change-sign',
    file: watchValue,
    find: 'sign * best.value - minDelta',
    replace: 'sign * best.value + minDelta',
    fault: 'early stopping takes a worse value for an improvement',
  },
  {
    name: 'growing-metric',
    file: watchValue,
    find: "values[monitor] === 'lower' ? 1 : -1",
    replace: '1',
    fault: 'early stopping wants accuracies to shrink',
  },
  {
    name: 'validation-of-training-rows',
    file: phase,
    find: "await bindRows(session, 'validation', rows, objective.data)",
    replace: "await bindRows(session, 'training', rows, objective.data)",
    fault: 'validation rows are bound in place of training rows',
  },
  {
    name: 'non-finite-loss-ignored',
    file: loop,
    find: 'if (!Number.isFinite(sum)) {',
    replace: 'if (sum === Infinity) {',
    fault: 'training goes on after the loss became NaN',
  },
  {
    name: 'signal-ignored',
    file: loop,
    find: 'if (options.signal?.aborted) {',
    replace: 'if (options.signal?.aborted && run.step < 20) {',
    fault: 'a signal does not stop training',
  },
  {
    name: 'session-left-open',
    file: fit,
    find: '} finally {\n    await leavePhase(run)',
    replace: '} finally {',
    fault: 'training leaves its session open',
  },
  {
    name: 'prediction-padding',
    file: 'model/predict.ts',
    find: 'feed.set(data.subarray(row * width, (row + batchSize) * width))',
    replace: 'feed.set(data.subarray(0, batchSize * width))',
    fault: 'predictions beyond the first batch repeat it',
  },
  {
    name: 'prediction-order',
    file: 'model/predict.ts',
    find: 'values.subarray(0, (rows - row) * width), row * width',
    replace:
      'values.subarray(0, (rows - row) * width), (rows - Math.min(rows, row + batchSize)) * width',
    fault: 'batches of predictions come in reverse order',
  },
  {
    name: 'accumulated-sum',
    file: update,
    find: 'b.mul(sum, 1 / options.gradientAccumulationSteps!)',
    replace: 'sum',
    fault: 'accumulated gradients are added up instead of averaged',
  },
  {
    name: 'accumulated-never-reset',
    file: update,
    find: 'b.select(isUpdate, 0, sum!)',
    replace: 'sum!',
    fault: 'accumulated gradients are kept after an update',
  },
  {
    name: 'accumulated-one-late',
    file: schedule,
    find: 'push(step % every === 0 ? 1 : 0)',
    replace: 'push(step % every === 1 ? 1 : 0)',
    fault: 'accumulated gradients are applied a step late',
  },
  {
    name: 'accumulation-counts-steps',
    file: schedule,
    find: 'const ownUpdate = update - Math.floor(state.slotsSince / every)',
    replace: 'const ownUpdate = step - state.slotsSince',
    fault: 'corrections count steps instead of updates',
  },
  {
    name: 'slots-move-between-updates',
    file: update,
    find: 'b.select(isUpdate, value, old(name))',
    replace: "name === 'trainable' ? b.select(isUpdate, value, old(name)) : value",
    fault: 'moments move in steps that only accumulate',
  },
  {
    name: 'checkpoint-without-slots',
    file: namedState,
    find: 'return { ...weights, ...Object.fromEntries(slots) }',
    replace: 'return { ...weights, ...Object.fromEntries(slots.slice(0, 0)) }',
    fault: 'checkpoints forget what the optimiser keeps',
  },
  {
    name: 'slots-in-wrong-order',
    file: namedState,
    find: 'if (known !== undefined) data.set(known.data, at)',
    replace: 'if (known !== undefined) data.set(known.data, size - at - sizes[i]!)',
    fault: 'what the optimiser keeps comes back at the places of other weights',
  },
  {
    name: 'resumed-step-off-by-one',
    file: resume,
    find: 'Object.assign(run, {\n    step,',
    replace: 'Object.assign(run, {\n    step: step + 1,',
    fault: 'a run goes on one step after its checkpoint',
  },
  {
    name: 'resumed-sums-lost',
    file: resume,
    find: 'run.sums = scoreSums(plan.objective, sums)',
    replace: 'run.sums = scoreSums(plan.objective)',
    fault: 'a run that goes on in mid-epoch forgets the loss so far',
  },
  {
    name: 'resumed-callbacks-anew',
    file: resume,
    find: 'if (saved !== undefined) restore(',
    replace: 'if (saved === undefined) restore(',
    fault: 'callbacks begin anew when a run goes on',
  },
  {
    name: 'resumed-layers-learn',
    file: resume,
    find: '    trainable,\n    end,\n    state,',
    replace: '    end,\n    state,',
    fault: 'layers that were frozen by a callback learn when a run goes on',
  },
  {
    name: 'frozen-layers-learn',
    file: run,
    find: 'layers.map((name) => [name, trainable])',
    replace: 'layers.map((name) => [name, true])',
    fault: 'layers that are frozen in mid-run go on learning',
  },
  {
    name: 'slots-kept-for-newcomers',
    file: run,
    find: 'if (restarts) run.slotsSince = run.step',
    replace: 'if (restarts) run.slotsSince = 0',
    fault: 'corrections of new slots count from the first step of the run',
  },
  {
    name: 'rate-never-lowered',
    file: schedule,
    find: 'options.learningRate * learningRateScale',
    replace: 'options.learningRate',
    fault: 'a plateau does not lower the learning rate',
  },
  {
    name: 'non-finite-last-layer',
    file: nonFinite,
    find: 'architecture.calls.find((_, i)',
    replace: 'architecture.calls.findLast((_, i)',
    fault: 'numbers that are not finite are blamed on the last layer',
  },
]
