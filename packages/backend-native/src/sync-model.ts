import {
  DataError,
  DisposedError,
  emptyWeights,
  inputsOf,
  type Model,
  type NodeOf,
  type NumberArray,
  OptionError,
  predictionProgram,
  replaceWeights,
  suggest,
  UnsupportedError,
  weightState,
} from '@parallax-ml/core'
import { canCompile } from './run/engine.js'
import { LoadedProgram } from './run/loaded-program.js'
import { compileProgram, PlacedProgram } from './run/placed-program.js'
import { SessionMemory } from './run/session-memory.js'

/** Options of {@link createSyncModel}. */
export interface SyncModelOptions {
  /** Rows of every prediction. Default 1. */
  readonly rows?: number
}

/** A model that answers at once. */
export interface SyncModel {
  /** Rows of every prediction. */
  readonly rows: number
  /**
   * The only output, row-major, for the numbers of the only input, row-major.
   * @throws {DataError} if there are too few or too many, or an index is out of range.
   * @throws {OptionError} if the model has several inputs or outputs.
   */
  predict(x: ArrayLike<number>): NumberArray
  /** The outputs by name, for the numbers of the inputs by name. @throws {DataError} */
  predictAll(x: Readonly<Record<string, ArrayLike<number>>>): Record<string, NumberArray>
  /** Frees its memory. Disposing twice is harmless. */
  dispose(): void
}

/**
 * A trained model compiled for a fixed number of rows, one by default, that predicts without
 * promises: a small network answers within microseconds. It has its own copy of the weights.
 *
 * @throws {UnsupportedError} where WebAssembly may not be compiled; `model.predict` works there.
 *
 * @example
 * const answer = createSyncModel(run.model)
 * answer.predict([5.1, 3.5, 1.4, 0.2]) // Float32Array of three probabilities
 */
export function createSyncModel(model: Model, { rows = 1 }: SyncModelOptions = {}): SyncModel {
  if (!Number.isSafeInteger(rows) || rows < 1) {
    throw new OptionError({
      where: 'createSyncModel, option rows',
      problem: 'it is not a number of rows',
      expected: 'a whole number of at least 1',
      received: String(rows),
    })
  }
  if (!canCompile()) {
    throw new UnsupportedError({
      where: 'createSyncModel',
      problem: 'WebAssembly may not be compiled here',
      hint: 'Use model.predict(), which runs anywhere.',
    })
  }
  const { architecture, precision } = model
  const { layout } = architecture
  const memory = new SessionMemory(precision)
  memory.write('state', weightState(replaceWeights(layout, emptyWeights(layout), model.weights())))
  const program = predictionProgram(architecture, rows)
  memory.claim(program)
  const compiled = compileProgram(program, memory)
  const module = new WebAssembly.Module(compiled.emitted.bytes)
  let loaded: LoadedProgram | undefined = new LoadedProgram(
    new PlacedProgram(memory, compiled),
    module,
  )
  const inputs = inputsOf(program.graph).filter(({ attributes }) => attributes.source === 'feed')
  const feedName = (name: string): string => `x/${name}`

  const run = (feeds: Readonly<Record<string, ArrayLike<number>>>) => {
    if (loaded === undefined) throw new DisposedError('model')
    for (const input of inputs) checkNumbers(input, feeds[input.attributes.name])
    return loaded.runSteps(feeds, 1)
  }
  const [onlyInput, ...otherInputs] = inputs
  const outputs = Object.keys(program.outputs)
  const isSingle = otherInputs.length === 0 && outputs.length === 1

  return {
    rows,
    predict(x) {
      if (!isSingle) throw notSingle()
      return run({ [onlyInput!.attributes.name]: x })[outputs[0]!]!
    },
    predictAll(x) {
      const known = inputs.map(({ attributes }) => attributes.name.slice(feedName('').length))
      for (const name of Object.keys(x)) {
        if (known.includes(name)) continue
        throw new DataError({
          where: `predictAll, input '${name}'`,
          problem: 'the model has no such input',
          hint: suggest(name, known),
        })
      }
      return run(Object.fromEntries(Object.entries(x).map(([k, values]) => [feedName(k), values])))
    },
    dispose() {
      loaded = undefined
    },
  }
}

function checkNumbers(
  { attributes }: NodeOf<'input'>,
  values: ArrayLike<number> | undefined,
): void {
  const { name, shape, range } = attributes
  const size = shape.reduce((product, axis) => product * axis, 1)
  if (values?.length !== size) {
    throw new DataError({
      where: `input '${name}'`,
      problem: values === undefined ? 'it is missing' : 'the number of elements is wrong',
      expected: `${size} numbers, row-major [${shape.join(', ')}]`,
      received: values === undefined ? 'nothing' : String(values.length),
    })
  }
  if (range === undefined) return
  for (let i = 0; i < size; i++) {
    const value = values[i]!
    if (Number.isInteger(value) && value >= range[0] && value <= range[1]) continue
    throw new DataError({
      where: `input '${name}' element ${i}`,
      problem: 'the value is out of range',
      expected: `a whole number of ${range[0]} to ${range[1]}`,
      received: String(value),
    })
  }
}

const notSingle = (): OptionError =>
  new OptionError({
    where: 'predict',
    problem: 'the model has several inputs or outputs',
    hint: 'Call predictAll(), which takes and gives them by name.',
  })
