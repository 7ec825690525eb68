import { evaluate, fit } from '@parallax-ml/core'
import { pickRows, stratifiedFolds } from '@parallax-ml/datasets'

/**
 * Shares of rows that were answered rightly by networks that did not see them, over all folds of a
 * seed, which decides the folds, the first weights and the order of rows. `others` gives more scores
 * of a fold, which are summed up alike.
 */
export async function crossValidate(task, rows, { backend, folds, seed }, others = () => ({})) {
  const { spec, training } = task
  const sums = {}
  for (const fold of stratifiedFolds(rows.y, { folds, seed })) {
    const [train, test] = [pickRows(rows, fold.train), pickRows(rows, fold.test)]
    const { model } = await fit(spec, train, { ...training, backend, seed })
    const { accuracy } = await evaluate(model, test, { loss: training.loss, metrics: ['accuracy'] })
    await model.dispose()
    const scores = { network: accuracy, ...others({ train, test }) }
    const share = test.y.length / rows.y.length
    for (const [name, score] of Object.entries(scores)) {
      sums[name] = (sums[name] ?? 0) + share * score
    }
  }
  return sums
}
