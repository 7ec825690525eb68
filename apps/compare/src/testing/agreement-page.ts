import { reportHtml } from '@parallax-ml/report'
import { type Figure, figureOf } from '../agreement/figure.js'
import type { PairOfTask } from '../agreement/over-seeds.js'
import { agreementReport } from '../figures/agreement-report.js'

/** A machine that there is not. */
export const environment = {
  node: '20.0.0',
  platform: 'linux',
  arch: 'x64',
  cpu: 'a processor',
  cores: 2,
  memoryBytes: 2 ** 34,
  parallax: '0.0.0',
  date: '2026-01-02T03:04:05.000Z',
}

const onKink: Figure = {
  worst: 2e-5,
  bound: 1e-5,
  holds: true,
  kinks: { rows: 2, of: 6, elsewhere: 3e-7 },
}

/** The page of a check with what is hard to show: kinks, figures beyond a bound, refusals, hostile names. */
export function agreementPage(): string {
  const pairs = ['onnx', 'tfjs', 'tfjs-wasm'].flatMap((backend, b) =>
    ['iris', 'images', 'a task of a long name, <b>bold</b> & "quoted"', 'refused'].map(
      (task, t): PairOfTask => {
        const place = { task, pair: [backend, 'float64'] as const }
        if (task === 'refused') return { ...place, refused: `${backend}: it never <i>does</i>` }
        const outputs = figureOf(t === b ? 10 ** (-3 - t) : 10 ** (-6 - b), 1e-5)
        const gradients = figureOf(10 ** (-7 - t), 2e-6)
        const weights = figureOf(b === 2 ? Number.NaN : 3e-7, t === 1 ? 3e-5 : 1e-5)
        const explanations = t === 1 ? onKink : figureOf(10 ** (-10 + 2 * t), 1e-5)
        return { ...place, figures: { outputs, gradients, weights, explanations } }
      },
    ),
  )
  return reportHtml(agreementReport(pairs, [0, 3], environment))
}
