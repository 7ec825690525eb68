import { reportHtml } from '@parallax-ml/report'
import { expect, test } from 'vitest'
import { agreementReport } from '../figures/agreement-report.js'
import { environment } from '../testing/agreement-page.js'
import { type Figure, figureOf } from './figure.js'
import type { Agreement } from './matrix.js'
import { overSeeds } from './over-seeds.js'
import { agreementMarkdown, agreementText } from './page.js'

const kink: Figure = {
  worst: 2e-5,
  bound: 1e-5,
  holds: true,
  kinks: { rows: 1, of: 6, elsewhere: 3e-7 },
}
const agreement = (
  seed: number,
  task: string,
  explanations: Figure,
  outputs = 1e-7,
): Agreement => ({
  task,
  seed,
  pair: ['onnx', 'float64'],
  figures: {
    outputs: figureOf(outputs, 1e-5),
    gradients: figureOf(1e-7, 2e-6),
    weights: figureOf(1e-7, task === 'images' ? 3e-5 : 1e-5),
    explanations,
  },
})

test('the worst of all seeds is shown, and no seed is lost', () => {
  const fine = figureOf(4e-7, 1e-5)
  const [pair, ...others] = overSeeds([
    agreement(0, 'iris', fine, 2e-7),
    agreement(1, 'iris', kink),
    agreement(2, 'iris', fine, 3e-7),
  ])
  expect(others).toEqual([])
  expect(pair).toEqual({
    task: 'iris',
    pair: ['onnx', 'float64'],
    figures: {
      ...agreement(0, 'iris', fine, 3e-7).figures,
      explanations: { ...kink, kinks: { rows: 1, of: 18, elsewhere: 4e-7 } },
    },
  })
  const broken = overSeeds([
    agreement(0, 'iris', figureOf(Number.NaN, 1e-5)),
    agreement(1, 'iris', kink),
  ])
  expect(broken[0]!.figures!.explanations).toMatchObject({ worst: Number.NaN, holds: false })
  const refused: Agreement = {
    task: 'iris',
    seed: 1,
    pair: ['onnx', 'float64'],
    refused: 'onnx: no',
  }
  expect(overSeeds([agreement(0, 'iris', kink), refused])).toEqual([
    { task: 'iris', pair: ['onnx', 'float64'], refused: 'onnx: no' },
  ])
})

test('pages say which figures are beyond a bound, and which only on a kink', () => {
  const pairs = overSeeds([
    agreement(4, 'iris', kink),
    agreement(4, 'images', figureOf(1e-7, 1e-5), 2e-5),
    agreement(4, 'broken', figureOf(Number.NaN, 1e-5)),
    agreement(4, 'late', figureOf(1e-7, 1e-5)),
  ])
  expect(agreementText(pairs)).toMatch(/iris .*2\.0e-5 on a kink +1e-5\n/)
  expect(agreementText(pairs)).toMatch(/images .*2\.0e-5 BEYOND/)
  expect(agreementText(pairs)).toContain(
    'explanations 2.0e-5 in 1 of 6 rows on a kink, 3.0e-7 in all others.',
  )
  expect(agreementText(pairs)).toContain('explanations NaN (broken, onnx − float64)')
  expect(agreementMarkdown(pairs, [4], environment)).toMatch(/--check --seeds 4, --write .*seed 4/s)
  expect(agreementMarkdown(pairs, [0, 1], environment)).toContain(
    'the worst of the 2 seeds 0 and 1',
  )

  const fine = overSeeds([agreement(4, 'iris', kink)])
  expect(agreementReport(fine, [4], environment).summary).toMatch(
    /^Backends agree: .*, but for rows on a kink/,
  )
  const html = reportHtml(agreementReport(pairs, [4], environment))
  expect(html).toContain('Backends DISAGREE: a figure is beyond its bound, of onnx and float64 on ')
  expect(html).toContain('Beyond the bound (▼): outputs of images and explanations of broken.')
  expect(html).toMatch(/>◆2\.0e-5<.*>▼NaN<.*>1e-5<.*>▼2\.0e-5<.*>3e-5</s)
})
