// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of core's source.
// Faults in models with several inputs and outputs, in class weights, and in model files.
const functional = 'spec/functional.ts'
const objective = 'training/objective.ts'
const batchInputs = 'training/batch-inputs.ts'
const classWeight = 'data/class-weight.ts'
const safetensors = 'files/safetensors.ts'
const scores = 'training/scores.ts'

export const models = [
  {
    name: 'shared-layer-twice',
    file: functional,
    find: 'layers.includes(layer) ? layers.indexOf(layer) : layers.push(layer) - 1',
    replace: 'layers.push(layer) - 1',
    fault: 'a layer that is called twice has two sets of weights',
  },
  {
    name: 'inputs-backwards',
    file: functional,
    find: 'const read = from.map(visit)',
    replace: 'const read = from.map(visit).reverse()',
    fault: 'layers that join values take them in reverse order',
  },
  {
    name: 'frozen-layer-trains',
    file: 'spec/resolve.ts',
    find: '(trainable ? weight : freeze(weight))',
    replace: '(trainable || weight.role ? weight : freeze(weight))',
    fault: 'training changes layers with trainable: false',
  },
  {
    name: 'loss-weights-ignored',
    file: objective,
    find: 'return weight === 1 ? own : b.mul(own, weight)',
    replace: 'return weight >= 0 ? own : b.mul(own, weight)',
    fault: 'weights of losses are ignored',
  },
  {
    name: 'loss-weights-twice',
    file: objective,
    find: 'return weight === 1 ? own : b.mul(own, weight)',
    replace: 'return b.mul(own, weight * weight)',
    fault: 'weights of losses are applied twice',
  },
  {
    name: 'losses-averaged',
    file: objective,
    find: 'const total = losses.reduce((a, c) => b.add(a, c))',
    replace:
      'const total = b.div(\n    losses.reduce((a, c) => b.add(a, c)),\n    losses.length,\n  )',
    fault: 'the total loss is the mean over the outputs instead of the sum',
  },
  {
    name: 'loss-weight-in-own-loss',
    file: objective,
    find: "results[labelFor(names, name)('loss')] = own",
    replace: "results[labelFor(names, name)('loss')] = b.mul(own, weight)",
    fault: "an output's own loss is weighed like its share of the total",
  },
  {
    name: 'targets-swapped',
    file: batchInputs,
    find: 'targets: all(outputs, (name) => read(`y/${name}`))',
    replace: 'targets: all(outputs, (name) => read(`y/${outputs.at(-1 - outputs.indexOf(name))}`))',
    fault: 'outputs are compared with the targets of one another',
  },
  {
    name: 'sample-weights-of-other-output',
    file: batchInputs,
    find: 'read(`weight/${name}`)',
    replace: 'read(`weight/${weighted.at(-1 - weighted.indexOf(name))}`)',
    fault: 'outputs are weighed by the sample weights of one another',
  },
  {
    name: 'columns-swapped',
    file: batchInputs,
    find: 'inputs: all(Object.keys(expected.x), (name) => read(`x/${name}`))',
    replace: `inputs: all(Object.keys(expected.x), (name) => {
      const names = Object.keys(expected.x)
      return read(\`x/\${names.at(-1 - names.indexOf(name))}\`)
    })`,
    fault: 'training takes the rows of the inputs for those of one another',
  },
  {
    name: 'class-weights-ignored',
    file: classWeight,
    find: '(weights[classOf.read(y, row)] ?? 1) * (own?.[row] ?? 1)',
    replace: '(weights[classOf.read(y, row)] === undefined ? 1 : 1) * (own?.[row] ?? 1)',
    fault: 'class weights are ignored',
  },
  {
    name: 'class-weights-replace',
    file: classWeight,
    find: '(weights[classOf.read(y, row)] ?? 1) * (own?.[row] ?? 1)',
    replace: 'weights[classOf.read(y, row)] ?? own?.[row] ?? 1',
    fault: 'class weights take the place of sample weights',
  },
  {
    name: 'class-weights-in-validation',
    file: 'training/plan.ts',
    find: "options.validationData && (await open(options.validationData, 'validationData'))",
    replace: `options.validationData &&
    weighClasses(
      await open(options.validationData, 'validationData'),
      objective,
      options.classWeight,
    )`,
    fault: 'class weights weigh validation data',
  },
  {
    name: 'weighted-metrics-unweighted',
    file: objective,
    find: 'metric.weighted ? weights[name]! : mask',
    replace: 'mask',
    fault: 'weightedMetrics are not weighed',
  },
  {
    name: 'weighted-ranks-unweighted',
    file: scores,
    find: 'weighted ? weighed : plain',
    replace: 'weighted && !weighed ? weighed : plain',
    fault: 'weightedMetrics that need all rows are not weighed',
  },
  {
    name: 'predictions-of-last-batch',
    file: 'training/predictions.ts',
    find: 'columns[column].set(part, at * widths[column])',
    replace: 'columns[column].set(part, 0 * at)',
    fault: 'metrics that need all rows see the last batch in place of the first',
  },
  {
    name: 'file-in-single-precision',
    file: safetensors,
    find: "width === 'float32' ? 'F32' : 'F64'",
    replace: "width === ('none' as Precision) ? 'F64' : 'F32'",
    fault: 'model files hold double precision weights in single precision',
  },
  {
    name: 'file-in-reverse',
    file: safetensors,
    find: 'for (const [name, { data }] of tensors) {\n    const type = typeOf(name)\n    for',
    replace:
      'for (const [name, { data }] of [...tensors].reverse()) {\n    const type = typeOf(name)\n    for',
    fault: 'model files hold their weights in reverse order',
  },
  {
    name: 'file-forgets-loss',
    file: 'files/model-file.ts',
    find: 'if (trainedBy !== undefined && isPlain(trainedBy)) {',
    replace: 'if (trainedBy !== undefined && !isPlain(trainedBy)) {',
    fault: 'a loaded model forgets its loss and metrics',
  },
]
