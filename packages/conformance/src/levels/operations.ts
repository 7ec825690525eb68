import { GraphBuilder, type OperationName, operationNames, type Tensor } from '@parallax-ml/core'
import fc from 'fast-check'
import { boundOf } from '../bounds.js'
import type { CaseContext, ConformanceCase } from '../case.js'
import { arbitrate, execute, rounded } from '../execute.js'
import { decodeTensor, type GoldenTensor, readGolden } from '../golden.js'
import { factsOf } from '../samples/facts.js'
import { type OperationSample, type SampledOperation, samplesOf } from '../samples/operations.js'
import { buildSample, feedsOf, programOf } from '../samples/sample-program.js'

/** Samples per operation. */
const samples = 30

const goldenFiles = ['operations', 'convolution']

interface GoldenOperation {
  readonly operation: SampledOperation
  readonly name: string
  readonly source: string
  readonly attributes: object
  readonly inputs: readonly GoldenTensor[]
  readonly output: GoldenTensor
  /** How exact the golden value itself is, relative to max(1, |expected|). */
  readonly tolerance?: number
  readonly precision?: 'float64'
}

/** Every operation: golden values from outside, and random shapes against the arbiter. */
export function operationCases(): ConformanceCase[] {
  return [
    ...goldenFiles.flatMap((file) => readGolden<GoldenOperation>(file)).map(goldenCase),
    ...operationNames.flatMap(sampledCase),
  ]
}

function goldenCase(golden: GoldenOperation): ConformanceCase {
  const { operation, name, source, attributes, precision } = golden
  return {
    level: 'operations',
    name: `${operation}: ${name} (${source})`,
    ...(precision === undefined ? {} : { precisions: [precision] }),
    run: (context) =>
      checkGolden(context, golden, {
        operation,
        attributes,
        inputs: golden.inputs.map(decodeTensor),
      }),
  }
}

async function checkGolden(
  context: CaseContext,
  { output, tolerance = 1e-12 }: GoldenOperation,
  sample: OperationSample,
): Promise<void> {
  if (context.precision === 'float32') return checkSample(context, sample)
  const actual = await run(context, sample)
  const { scale = 0, length = 1 } = factsOf(sample)
  const absolute = tolerance * Math.max(1, scale * Math.sqrt(length))
  const expected = decodeTensor(output).data
  context.compare(actual, expected, { absolute, relative: tolerance }, sample.operation)
}

function sampledCase(operation: OperationName): ConformanceCase[] {
  const arbitrary = samplesOf(operation, 'any')
  if (arbitrary === undefined) return []
  return [
    {
      level: 'operations',
      name: `${operation}: ${samples} samples of odd shapes`,
      run: (context) =>
        fc.assert(
          fc.asyncProperty(arbitrary, (sample) => checkSample(context, sample)),
          { seed: 20260801, numRuns: samples },
        ),
    },
  ]
}

/** Against the arbiter on the same numbers, as the session's precision holds them. */
async function checkSample(context: CaseContext, sample: OperationSample): Promise<void> {
  const inputs = sample.inputs.map((tensor) => inPrecision(tensor, context))
  const same = { ...sample, inputs }
  const program = programOf(...sampleProgram(same))
  const { outputs } = await arbitrate({ program, feeds: feedsOf(same, program) })
  const bound = boundOf(sample.operation, context.precision, factsOf(same))
  const expected = outputs.output!
  const shown =
    context.precision === 'float32' && expected instanceof Float64Array
      ? Float32Array.from(expected)
      : expected
  // What overflows float32 overflows in the expectation too.
  context.compare(await run(context, same), shown, bound, sample.operation)
}

const inPrecision = (tensor: Tensor, { precision }: CaseContext): Tensor =>
  tensor.dtype === 'float' ? { ...tensor, data: rounded(tensor.data, precision) } : tensor

function sampleProgram(sample: OperationSample): Parameters<typeof programOf> {
  const b = new GraphBuilder()
  return [b, buildSample(b, sample).output]
}

async function run({ backend, precision }: CaseContext, sample: OperationSample) {
  const program = programOf(...sampleProgram(sample))
  const { outputs } = await execute(backend, precision, {
    program,
    feeds: feedsOf(sample, program),
  })
  return outputs.output!
}
