import {
  type ConstraintChoice,
  constrain,
  createProgram,
  decodeNumber,
  differentiate,
  type EncodedNumber,
  GraphBuilder,
  penaltyOf,
  type RegularizerChoice,
} from '@parallax-ml/core'
import type { CaseContext, ConformanceCase } from '../case.js'
import { arbitrate, type Execution, execute } from '../execute.js'
import { decodeTensor, type GoldenTensor, readGolden } from '../golden.js'
import { roundedTensor } from './golden-cases.js'
import { boundFor } from './vectors.js'

interface WeightGolden {
  readonly name: string
  readonly weight: GoldenTensor
}

interface RegularizerGolden extends WeightGolden {
  readonly kind: 'regularizer'
  readonly choice: RegularizerChoice
  readonly penalty: EncodedNumber
  readonly gradient: GoldenTensor
}

interface ConstraintGolden extends WeightGolden {
  readonly kind: 'constraint'
  readonly choice: ConstraintChoice
  readonly projected: GoldenTensor
}

/** Penalties on weights with their gradients, and constraints, against Keras. */
export const weightCases = (): ConformanceCase[] =>
  readGolden<RegularizerGolden | ConstraintGolden>('weights').map((golden) => ({
    level: 'layers, losses and metrics',
    name: `${golden.kind} ${golden.name}`,
    run: (context) => check(context, golden),
  }))

async function check(
  context: CaseContext,
  golden: RegularizerGolden | ConstraintGolden,
): Promise<void> {
  const { backend, precision, compare } = context
  const execution = executionOf(context, golden)
  const { outputs } = await execute(backend, precision, execution)
  const expected = precision === 'float64' ? valuesOf(golden) : (await arbitrate(execution)).outputs
  for (const [name, values] of Object.entries(expected)) {
    compare(outputs[name]!, values, boundFor(precision, 1e-6, 1e-12), name)
  }
}

function valuesOf(golden: RegularizerGolden | ConstraintGolden): Record<string, ArrayLike<number>> {
  return golden.kind === 'constraint'
    ? { projected: decodeTensor(golden.projected).data }
    : { penalty: [decodeNumber(golden.penalty)], gradient: decodeTensor(golden.gradient).data }
}

function executionOf(
  { precision }: CaseContext,
  golden: RegularizerGolden | ConstraintGolden,
): Execution {
  const { shape, data } = roundedTensor(golden.weight, precision)
  const b = new GraphBuilder()
  const weight = b.input({ name: 'weight', source: 'feed', shape, dtype: 'float' })
  if (golden.kind === 'constraint') {
    const projected = constrain(b, golden.choice, weight)
    return { program: createProgram(b, { outputs: { projected } }), feeds: { weight: data } }
  }
  const penalty = penaltyOf(b, golden.choice, weight)
  const [gradient] = differentiate(b, penalty, [weight])
  const program = createProgram(b, { outputs: { penalty, gradient: gradient! } })
  return { program, feeds: { weight: data } }
}
