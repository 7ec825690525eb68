import { describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import published from '../../schema/model-spec.schema.json' with { type: 'json' }
import { activation } from '../layers/activation.js'
import { dense } from '../layers/dense.js'
import { dropout } from '../layers/dropout.js'
import { flatten } from '../layers/flatten.js'
import { layerDefinitions } from '../layers/index.js'
import { normalization } from '../layers/normalization.js'
import { version } from '../version.js'
import { modelSpecJsonSchema } from './model-spec.js'
import { parseSpec } from './parse-spec.js'
import { sequential } from './sequential.js'
import { countParameters, summary } from './summary.js'

const spec = sequential({
  inputShape: [2, 3],
  layers: [
    flatten(),
    normalization(),
    dense({ units: 4, activation: 'relu' }),
    dropout({ rate: 0.2 }),
    dense({ units: 3, useBias: false, name: 'scores' }),
    activation({ activation: 'softmax' }),
  ],
})

describe('a sequential spec', () => {
  test('writes defaults out and names the layers as Keras does', () => {
    const twice = sequential({
      inputShape: [2],
      layers: [dense({ units: 2 }), dense({ units: 1 })],
    })
    expect(twice.layers.map(({ name }) => name)).toEqual(['dense', 'dense_1'])
    expect(twice.layers[0]).toEqual({
      type: 'dense',
      name: 'dense',
      units: 2,
      activation: 'linear',
      useBias: true,
      kernelInitializer: 'glorotUniform',
      biasInitializer: 'zeros',
    })
  })

  test('leaves a chosen name to its owner', () => {
    const layers = [dense({ units: 2 }), dense({ units: 2, name: 'dense' })]
    expect(sequential({ inputShape: [2], layers }).layers.map(({ name }) => name)).toEqual([
      'dense_1',
      'dense',
    ])
  })

  test('is JSON, and reading it again changes nothing', () => {
    expect(parseSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
  })

  test('reads specs with names and defaults left out', () => {
    const short = {
      version: 1,
      kind: 'sequential',
      inputShape: [2],
      layers: [{ type: 'dense', units: 1 }],
    }
    expect(parseSpec(short)).toEqual(sequential({ inputShape: [2], layers: [dense({ units: 1 })] }))
  })

  test('has a summary for people', () => {
    expect(summary(spec)).toBe(
      [
        'layer          type                  output  weights',
        'input          input                 [2, 3]',
        'flatten        flatten               [6]           0',
        'normalization  normalization         [6]          12',
        'dense          dense (relu)          [4]          28',
        'dropout        dropout               [4]           0',
        'scores         dense (linear)        [3]          12',
        'activation     activation (softmax)  [3]           0',
        '52 weights, 40 of them trainable',
      ].join('\n'),
    )
    expect(countParameters(spec)).toEqual({ total: 52, trainable: 40 })
  })

  test('has a JSON Schema that knows every layer and its options', () => {
    const schema = JSON.parse(JSON.stringify(modelSpecJsonSchema()))
    const text = JSON.stringify(schema)
    for (const { type } of layerDefinitions) expect(text).toContain(`"const":"${type}"`)
    const kinds = schema.oneOf.map(
      (kind: { properties: { kind: { const: string } } }) => kind.properties.kind.const,
    )
    expect(kinds).toEqual(['sequential', 'functional'])
  })
})

test('the published schema and version are those of the sources', () => {
  expect(JSON.parse(JSON.stringify(modelSpecJsonSchema()))).toEqual(published)
  expect(version).toBe(manifest.version)
})
