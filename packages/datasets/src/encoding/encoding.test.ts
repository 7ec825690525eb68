import {
  dense,
  fit,
  interpreter,
  loadModel,
  normalization,
  saveModel,
  sequential,
} from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { parseCsv } from '../csv/parse-csv.js'
import { parseJson, tableOf } from '../json/parse-json.js'
import { profileTable } from '../table/profile.js'
import { sourceOf } from '../table/source.js'
import { answersOf, predictTable } from './answers.js'
import { encodeFeatures, encodeTable } from './encode-table.js'
import { withoutMissing } from './encode-target.js'
import { encodedSource } from './encoded-source.js'
import { featureNames, momentsOf } from './features.js'
import { type FitEncodingOptions, fitEncoding } from './fit-encoding.js'
import { encodingOf, withEncoding } from './table-encoding.js'
import { unknownValues } from './unknown-values.js'

const people = parseCsv(
  `age,city,member,note,constant,bought
20,Ulm,true,first,1,yes
?,Bonn,false,second,1,no
40,,true,third,1,yes
60,Ulm,?,fourth,1,no`,
  { name: 'people.csv' },
)
const encodingFor = (options: FitEncodingOptions = {}, table = people) =>
  fitEncoding(profileTable(table), { target: 'bought', ...options })
const rowsOf = ({ shape, data }: { shape: readonly number[]; data: ArrayLike<number> }) =>
  Array.from({ length: shape[0]! }, (_, row) =>
    Array.from({ length: shape[1]! }, (_, i) => data[row * shape[1]! + i]),
  )

describe('fitEncoding', () => {
  test('makes numbers of columns: values, flags, a feature for each category, gaps', () => {
    const encoding = encodingFor()
    expect(featureNames(encoding)).toEqual([
      'age',
      'age is missing',
      'city = Bonn',
      'city = Ulm',
      'city is missing',
      'member',
      'member is missing',
    ])
    const { x, y, classNames } = encodeTable(people, encoding)
    expect(rowsOf(x)).toEqual([
      [20, 0, 0, 1, 0, 1, 0],
      [40, 1, 1, 0, 0, 0, 0],
      [40, 0, 0, 0, 1, 1, 0],
      [60, 0, 0, 1, 0, 2 / 3, 1],
    ])
    expect({ y: [...y], classNames }).toEqual({ y: [1, 0, 1, 0], classNames: ['no', 'yes'] })
    expect(encoding.ignored).toEqual([
      { column: 'note', reason: 'it is free text' },
      { column: 'constant', reason: 'all rows have the same value' },
    ])
  })

  test('is plain JSON', () => {
    const encoding = encodingFor()
    expect(JSON.parse(JSON.stringify(encoding))).toEqual(encoding)
  })

  test('knows the moments that normalisation needs, of numbers alone', () => {
    const { mean, variance } = momentsOf(encodingFor())
    expect(mean).toEqual([40, 0, 0, 0, 0, 0, 0])
    const own = [20, 40, 40, 60].reduce((sum, value) => sum + (value - 40) ** 2, 0) / 4
    expect(variance).toEqual([own, 1, 1, 1, 1, 1, 1])
  })

  test('tells classes from numbers, unless told', () => {
    const target = (text: string, options: FitEncodingOptions = {}) =>
      fitEncoding(profileTable(parseCsv(text)), { target: 'y', ...options }).target
    const three = 'x,y\n1,2\n2,0\n3,10\n4,2\n5,0'
    expect(target(three)).toEqual({ type: 'category', column: 'y', classes: ['0', '2', '10'] })
    expect(target(three, { task: 'regression' })).toMatchObject({ type: 'number', mean: 2.8 })
    expect(target('x,y\n1,2.5\n2,3')).toMatchObject({ type: 'number', mean: 2.75 })
    expect(target('x,y\n1,true\n2,false')).toMatchObject({ classes: ['false', 'true'] })
  })

  test('a number is the same class however it is written', () => {
    const table = parseCsv('x,y\n1,1.0\n2,1\n3,0\n4,0.0')
    const encoding = fitEncoding(profileTable(table), { target: 'y' })
    expect(encoding.target).toMatchObject({ classes: ['0', '1'] })
    expect([...encodeTable(table, encoding).y]).toEqual([1, 1, 0, 0])
    expect([...encodeTable(tableOf([{ x: 1, y: 1 }]), encoding).y]).toEqual([1])
  })
})

describe('encodeFeatures', () => {
  const encoding = encodingFor()

  test('gives a row the same numbers whatever is around it', () => {
    const alone = parseCsv('member;city;age\ntrue;Ulm;20', { name: 'one.csv' })
    const record = tableOf([{ city: 'Ulm', age: 20, member: true, else: 'x' }])
    const line = parseJson('{"age": "20", "city": " Ulm ", "member": "TRUE"}')
    const comma = parseCsv('member;city;age\ntrue;Ulm;20,0', { decimal: ',' })
    for (const table of [alone, record, line, comma]) {
      expect(rowsOf(encodeFeatures(table, encoding))).toEqual([[20, 0, 0, 1, 0, 1, 0]])
    }
  })

  test('unknown categories are errors or zeros, as the encoding says', () => {
    const table = tableOf([{ city: 'Um', age: 20, member: true }])
    expect(() => encodeFeatures(table, encoding)).toThrow(
      "table[0], column 'city': no training row has the category 'Um'. Did you mean 'Ulm'?",
    )
    const lenient = encodingFor({ unknown: 'zeros' })
    expect(rowsOf(encodeFeatures(table, lenient))).toEqual([[20, 0, 0, 0, 0, 1, 0]])
    expect(unknownValues(table, lenient)).toEqual([{ column: 'city', value: 'Um', rows: 1 }])
  })

  test('dates become days and seasons, December next to January', () => {
    const table = parseCsv('when\n2023-12-31\n2024-01-01\n2024-07-01\nNA')
    const own = fitEncoding(profileTable(table))
    const rows = rowsOf(encodeFeatures(table, own)) as number[][]
    const day = (text: string) => Date.parse(text) / 86_400_000
    const mean = (day('2023-12-31') + day('2024-01-01') + day('2024-07-01')) / 3
    expect(rows.map(([days]) => days)).toEqual([
      day('2023-12-31'),
      day('2024-01-01'),
      day('2024-07-01'),
      expect.closeTo(mean, 6),
    ])
    const distance = ([, a, b]: number[], [, c, d]: number[]) => Math.hypot(a! - c!, b! - d!)
    expect(distance(rows[0]!, rows[1]!)).toBeCloseTo((2 * Math.PI) / 365.2425, 4)
    expect(distance(rows[1]!, rows[2]!)).toBeGreaterThan(1.99)
    expect(rows[3]!.slice(1)).toEqual([0, 0, 1])
    expect(momentsOf(own).mean.slice(1)).toEqual([0, 0, 0])
  })

  test('a column without gaps in training fills those of later', () => {
    const table = parseCsv('x,y\n1,a\n3,b')
    const own = fitEncoding(profileTable(table), { target: 'y' })
    expect(rowsOf(encodeFeatures(tableOf([{ x: null }]), own))).toEqual([[2]])
  })

  test('a source gives the same rows', async () => {
    const source = encodedSource(sourceOf(people), encoding)
    const batch = await source.read(Int32Array.of(3, 0))
    const { x, y } = encodeTable(people, encoding)
    expect(rowsOf(batch.x as never)).toEqual([rowsOf(x)[3], rowsOf(x)[0]])
    expect([...(batch.y as Float64Array)]).toEqual([y[3], y[0]])
  })
})

test('withoutMissing leaves rows out, and the lines stay right', () => {
  const table = withoutMissing(people, 'city')
  expect(table.rows).toHaveLength(3)
  expect(table.lines).toEqual([2, 3, 5])
})

describe('a model with its encoding', () => {
  test('answers raw rows from its file as it did before', async () => {
    const encoding = encodingFor()
    const spec = sequential({
      inputShape: [7],
      layers: [normalization(momentsOf(encoding)), dense({ units: 2, activation: 'softmax' })],
    })
    const { model } = await fit(spec, encodeTable(people, encoding), {
      backend: interpreter,
      loss: 'sparseCategoricalCrossentropy',
      epochs: 3,
    })
    const loaded = loadModel(saveModel(withEncoding(model, encoding)), { backend: interpreter })
    expect(encodingOf(loaded)).toEqual(encoding)
    expect(loaded.details!.classNames).toEqual(['no', 'yes'])
    const answers = await predictTable(loaded, people)
    expect(answers).toEqual(await predictTable(withEncoding(model, encoding), people))
    const outputs = (await model.predict(encodeTable(people, encoding).x)).data
    const probabilities = { no: outputs[0], yes: outputs[1] }
    const best = outputs[0]! >= outputs[1]! ? 'no' : 'yes'
    expect(answers[0]).toEqual({ class: best, probability: probabilities[best], probabilities })
    expect(await predictTable(loaded, { ...people, rows: [] })).toEqual([])
  })
})

test('answersOf reads one probability as that of the second class', () => {
  const target = { type: 'category', column: 'y', classes: ['no', 'yes'] } as const
  const outputs = { shape: [2, 1], dtype: 'float', data: Float64Array.of(0.25, 0.75) } as const
  expect(answersOf(outputs, { ...target, classes: [...target.classes] })).toEqual([
    { class: 'no', probability: 0.75, probabilities: { no: 0.75, yes: 0.25 } },
    { class: 'yes', probability: 0.75, probabilities: { no: 0.25, yes: 0.75 } },
  ])
  expect(answersOf(outputs, { type: 'number', column: 'y', mean: 0, variance: 1 })).toEqual([
    { value: 0.25 },
    { value: 0.75 },
  ])
})
