// What the nightly command runs. The last line that a command prints is its figure; it ends with another
// code than 0 where something is beyond its bound. One that goes on where an earlier call was interrupted
// ends the line with how long all of it took: [took 1234 s].

/** In the order of the README's table. */
export const steps = [
  {
    name: 'gradients',
    proves: 'gradients are those of the functions: against central differences',
    command: 'node bench/gradients.mjs',
  },
  {
    name: 'layers',
    proves: "layers compute what Keras's do, gradients included, on `native`",
    command: 'node bench/layers.mjs',
  },
  {
    name: 'random-graphs',
    proves:
      "`native` computes what core's interpreter does in float64, on graphs that nobody chose",
    command: 'node bench/random-graphs.mjs',
  },
  {
    name: 'first-losses',
    proves: 'trainings begin alike on all backends and in float64',
    command: 'node bench/first-losses.mjs',
  },
  {
    name: 'agreement',
    proves:
      '[answers, gradients, trained weights and explanations agree](docs/agreement.md), every task and pair of backends',
    command: 'npm run compare -- --check --seeds 4 --write docs/agreement.md',
  },
  {
    name: 'equivalence',
    proves:
      "backends and core's interpreter are equally accurate: five folds, 30 seeds of their own, two one-sided tests",
    command: 'node bench/equivalence.mjs --backends native,onnx,tfjs,interpreter',
  },
  {
    name: 'explanations',
    proves: 'explanations are the same on all backends',
    command: 'node bench/explanations.mjs',
  },
  {
    name: 'resume',
    proves:
      'a training that begins on one backend goes on on another as if unbroken: six pairs, Adam and momentum',
    command: 'node bench/resume.mjs',
  },
  {
    name: 'kill',
    proves: 'a training that is killed goes on to the bit',
    command: 'node bench/kill.mjs',
  },
  {
    name: 'damage',
    proves: 'damaged and hostile model files are refused by name',
    command: 'node bench/damage.mjs',
  },
  {
    name: 'rough',
    proves:
      'memory is flat over a million steps and hundreds of sessions; aborted, at once, in worker threads: the same bits, and nothing left',
    command: 'node bench/rough.mjs',
  },
  {
    name: 'detectors',
    proves:
      '`diagnose` finds planted faults of data and training, and does not accuse clean controls',
    command: 'node bench/detectors.mjs',
  },
  {
    name: 'matrix',
    proves:
      '[the same tests on Node 20, 22, 24 and 26](docs/conformance/matrix.md), with one thread and two',
    command: 'npm run matrix -- --write',
  },
  {
    name: 'mutations',
    proves:
      '[mistakes planted into every package](docs/conformance/mutations.md), one at a time, are noticed by the conformance suite and the tests',
    command: 'npm run mutate',
  },
]
