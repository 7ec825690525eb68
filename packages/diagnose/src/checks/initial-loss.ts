import type { Check } from './check.js'

/** First weights as Glorot draws them are up to 0.75 above it with two classes; that is harmless. */
const threshold = 1

/** Before training every class should be about as likely as any other. */
export const initialLoss: Check = {
  id: 'initial-loss',
  question: 'Does training start from a uniform guess?',
  thresholdSource:
    'Karpathy, "A recipe for training neural networks" (2019): verify the loss at the start; the bound of twice ln K is ours',
  notFor: ({ recipe: { loss } }) =>
    /crossentropy$/i.test(
      typeof loss === 'string' ? loss : String((loss as { name?: unknown }).name),
    )
      ? undefined
      : 'Only cross-entropies have a value that is known for a uniform guess.',
  async assess(bench) {
    const { subject } = bench
    const classes = subject.classNames.length
    const expected = Math.log(classes)
    // One step over all rows: its loss is that of the weights before it.
    const { runs, dispose } = await bench.train({ epochs: 1, batchSize: subject.train.y.length })
    const loss = runs[0]!.history.loss![0]!
    await dispose()
    const value = (loss - expected) / expected
    const isWrong = value > threshold
    return {
      title: isWrong ? 'The first weights already have an opinion' : 'Training starts fairly',
      severity: isWrong ? 'warn' : 'ok',
      text: `Before training the log loss is ${loss.toFixed(3)}; a uniform guess among ${classes} classes has ln ${classes} = ${expected.toFixed(3)}.${isWrong ? ' The first steps are spent on unlearning it.' : ''}`,
      statistic: '(loss at start − ln K) / ln K',
      value,
      threshold,
      n: subject.train.y.length,
      evidence: [],
      remedies: isWrong ? ['scaling', 'initializer'] : [],
      caveat: 'Where one class is much more frequent than others, a start that knows it is better.',
    }
  },
}
