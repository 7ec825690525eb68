import {
  type Agreement,
  type Attribution,
  activations,
  type Counterfactual,
  compareExplanations,
  type ExplainableModel,
  sparseCounterfactuals,
} from '@parallax-ml/interpret'
import { localMethodOf } from './local-methods.js'
import type { ExplainedSubject } from './subject.js'

/** Why a model answers one row as it does. */
export interface RowExplanation {
  /** Index of the row, and of the output that is spoken of. */
  readonly row: number
  readonly output: number
  /** By every method. */
  readonly attributions: readonly Attribution[]
  readonly agreements: readonly Agreement[]
  /** What the input and every layer say of it, by layer. */
  readonly activations: Readonly<Record<string, readonly number[]>>
  /** What would change the answer; absent where there are no classes. */
  readonly counterfactual?: Counterfactual
}

/** What the explanation of a row is made with. */
export interface RowOptions {
  readonly methods: readonly string[]
  /** Default: the likeliest class. */
  readonly output?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onStep?: (step: string) => void
}

/** Explains the answer to one row. */
export async function explainRow(
  subject: ExplainedSubject,
  row: number,
  { methods, output, signal, onStep = () => {} }: RowOptions,
): Promise<RowExplanation> {
  const { explained, rows, groups } = subject
  const own = rows[row]!
  const attributions: Attribution[] = []
  for (const name of methods) {
    onStep(name)
    attributions.push(await localMethodOf(name).explain(subject, [own], signal))
  }
  const { predictions } = attributions[0]!
  if (explained.space !== 'value') onStep('what would change the answer')
  const counterfactual =
    explained.space === 'value'
      ? undefined
      : await sparseCounterfactuals(explained, own, {
          candidates: rows,
          groups,
          ...(signal && { signal }),
        })
  return {
    row,
    output: output ?? predictions.indexOf(Math.max(...predictions)),
    attributions,
    agreements: attributions.length > 1 ? compareExplanations(attributions) : [],
    activations: { input: own, ...(await activationsOf(explained, own)) },
    ...(counterfactual && { counterfactual }),
  }
}

/** By the names of layers, of which a first call has the same with `:0` behind it. */
async function activationsOf(
  explained: ExplainableModel,
  row: readonly number[],
): Promise<Record<string, readonly number[]>> {
  const { layers } = await activations(explained, [row])
  return Object.fromEntries(layers.map(({ name, values }) => [name.replace(/:0$/, ''), values]))
}
