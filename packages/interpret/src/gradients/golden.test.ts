import { describe, expect, test } from 'vitest'
import { explainable } from '../explained/explainable-model.js'
import {
  convolutionModel,
  denseModel,
  type GoldenGradCam,
  type GoldenGradients,
  readGolden,
  worstOf,
} from '../testing/golden-models.js'
import { expectedGradients } from './expected-gradients.js'
import { gradCam, gradCamMaps } from './grad-cam.js'
import { integratedGradients } from './integrated-gradients.js'
import type { QuadratureRule } from './quadrature.js'
import { saliency } from './saliency.js'
import { smoothGrad } from './smooth-grad.js'

const golden = readGolden<GoldenGradients>('gradients')
const images = readGolden<GoldenGradCam>('grad-cam')
const tolerance = 1e-9

/** As the golden values call them, and as they are called here. */
const ruleOf = (rule: string): QuadratureRule =>
  rule === 'gausslegendre' ? 'gaussLegendre' : (rule as QuadratureRule)

describe.each(['iris_mlp', 'wine_mlp'])('%s', (name) => {
  const cases = golden.integratedGradients.filter(({ model }) => model === name)

  test.each(['logit', 'probability'] as const)(
    'gradients and their integrals of a %s',
    async (space) => {
      const explained = explainable(denseModel(golden.models[name]!), { space })
      for (const one of cases.filter(({ output }) => output === space)) {
        if (one.gradient) {
          const slopes = await saliency(explained, [one.x], { absolute: false })
          expect(worstOf(slopes.values, one.gradient)).toBeLessThan(tolerance)
          const sizes = await saliency(explained, [one.x])
          expect(sizes.values).toEqual(slopes.values.map(Math.abs))
        }
        for (const { rule, steps, attributions } of one.rules) {
          const found = await integratedGradients(explained, [one.x], {
            baseline: { row: one.baseline },
            rule: ruleOf(rule),
            steps,
          })
          expect(worstOf(found.values, attributions)).toBeLessThan(tolerance)
          expect(
            worstOf(
              found.predictions,
              one.f.map((value) => [value]),
            ),
          ).toBeLessThan(tolerance)
          expect(
            worstOf(
              found.base!,
              one.fBaseline.map((value) => [value]),
            ),
          ).toBeLessThan(tolerance)
        }
        const exact = await integratedGradients(explained, [one.x], {
          baseline: { rows: [one.baseline] },
          steps: 400,
        })
        expect(worstOf(exact.values, one.exact)).toBeLessThan(tolerance)
        expect(exact.checks.completenessGap).toBeLessThan(tolerance)
      }
      await explained.dispose()
    },
  )
})

test.each(['smoothGrad', 'squaredGrad', 'varGrad'] as const)(
  '%s with given noise',
  async (variant) => {
    const explained = explainable(denseModel(golden.models.iris_mlp!))
    const { noise, cases } = golden.smoothGrad
    for (const one of cases) {
      const found = await smoothGrad(explained, [one.x], { variant, noise })
      expect(worstOf(found.values, one[variant])).toBeLessThan(tolerance)
    }
  },
)

test('expected gradients of given pairs', async () => {
  const explained = explainable(denseModel(golden.models.iris_mlp!))
  const { background, alphas, cases } = golden.expectedGradients
  const points = alphas.map((share, row) => ({ row, share }))
  for (const { x, attributions } of cases) {
    const found = await expectedGradients(explained, [x], { background, points })
    expect(worstOf(found.values, attributions)).toBeLessThan(tolerance)
  }
})

test('Grad-CAM and the gradient of an image', async () => {
  const explained = explainable(convolutionModel(images), { space: 'logit' })
  for (const one of images.cases) {
    const outputs = [one.target]
    const maps = await gradCamMaps(explained, [one.x], { layer: 'filters', outputs })
    expect(
      worstOf(
        [...maps.channelWeights],
        one.channelWeights.map((w) => [w]),
      ),
    ).toBeLessThan(tolerance)
    expect(maps.size).toEqual([6, 6])
    expect(worstOf([...maps.maps], [one.cam.flat()])).toBeLessThan(tolerance)
    const large = await gradCam(explained, [one.x], { outputs })
    expect(large.featureShape).toEqual([8, 8, 1])
    expect(worstOf([...large.values], [one.camUpsampled8x8.flat()])).toBeLessThan(tolerance)
    const slopes = await saliency(explained, [one.x], { outputs, absolute: false })
    expect(worstOf(slopes.values, [one.inputGradientOfTargetLogit.flat()])).toBeLessThan(tolerance)
    expect(slopes.featureShape).toEqual([8, 8, 1])
  }
})
