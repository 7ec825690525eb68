import { createModel, dense, evaluate, gradients, sequential } from '@parallax-ml/core'
import type { ConformanceCase } from '../case.js'
import { trainingModels } from './training-models.js'
import { boundFor, exact } from './vectors.js'

const level = 'training'

/** What `gradients()` says, beside closed forms and beside `evaluate()`. */
export const trainingGradientCases = (): ConformanceCase[] => [
  ...trainingModels.map(
    ({ name, spec, data, loss }): ConformanceCase => ({
      level,
      name: `${name}: the value of gradients is the loss that evaluate gives`,
      async run({ backend, precision, compare }) {
        const { x, y } = data
        const model = createModel(spec, { backend, precision, seed: 3 })
        const { value } = await gradients(model, x, { loss, y })
        const scores = await evaluate(model, { x, y }, { loss })
        await model.dispose()
        compare([value], [scores.loss], boundFor(precision, 1e-6, 1e-12), 'value')
      },
    }),
  ),
  ...[0, 1, 2].map(
    (output): ConformanceCase => ({
      level,
      name: `gradients of output ${output} of a linear model are its weights`,
      async run({ backend, precision, compare }) {
        const spec = sequential({ inputShape: [2], layers: [dense({ units: 3 })] })
        const kernel = [
          [1, 2, 3],
          [40, 50, 60],
        ]
        const bias = [7, 8, 9]
        const weights = { 'dense/kernel': kernel, 'dense/bias': bias }
        const model = createModel(spec, { backend, precision, weights })
        const found = await gradients(
          model,
          [
            [1, 0],
            [2, 3],
          ],
          { output },
        )
        await model.dispose()
        const column = kernel.map((row) => row[output]!)
        const only = (value: number) => [0, 1, 2].map((unit) => (unit === output ? value : 0))
        compare(
          [found.value],
          [3 * column[0]! + 3 * column[1]! + 2 * bias[output]!],
          exact,
          'value',
        )
        compare(found.inputs.input!.data, [...column, ...column], exact, 'of x')
        // Each input is summed over the two rows: 1 + 2 and 0 + 3.
        compare(
          found.weights['dense/kernel']!.data,
          [...only(3), ...only(3)],
          exact,
          'of the kernel',
        )
        compare(found.weights['dense/bias']!.data, only(2), exact, 'of the bias')
      },
    }),
  ),
]
