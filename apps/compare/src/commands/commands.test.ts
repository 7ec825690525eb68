import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { native } from '@parallax-ml/backend-native'
import { exportOnnx } from '@parallax-ml/backend-onnx'
import {
  type BackendV1,
  createModel,
  dense,
  interpreter,
  loadModel,
  predict,
  sequential,
} from '@parallax-ml/core'
import {
  encodeFeatures,
  encodingOf,
  formatCsv,
  friedman1,
  iris,
  parseCsv,
} from '@parallax-ml/datasets'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examine } from '../doctor/examine.js'
import { main } from '../program.js'
import { capturedStreams } from '../streams.js'

let folder = ''
const inside = (name: string): string => join(folder, name)

async function run(words: string[], signal?: AbortSignal) {
  const streams = capturedStreams()
  const code = await main(words, streams, signal && { signal })
  return { code, ...streams.text }
}

/** A signal that is sent after training has asked for it so many times. */
function signalAfter(questions: number): AbortSignal {
  let asked = 0
  const signal = new AbortController().signal
  return Object.defineProperty(signal, 'aborted', { get: () => ++asked > questions })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-commands-'))
  const { x, y, featureNames, classNames } = iris()
  const rows = x.map((row, i) => [...row, i % 3 === 0 ? 'hill' : 'shore', classNames[y[i]!]!])
  const header = [...featureNames, 'place', 'species']
  await writeFile(inside('flowers.csv'), formatCsv([header, ...rows]))
  const { x: a, y: b } = friedman1({ rows: 200, seed: 3 })
  const numbers = a.map((row, i) => [...row, 1e6 + 1e5 * b[i]!])
  await writeFile(inside('houses.csv'), formatCsv([[...'abcdefghij', 'price'], ...numbers]))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('parallax train', () => {
  test('trains, says what it does and why, and keeps one file', async () => {
    const out = inside('flowers.safetensors')
    const { code, stdout, stderr } = await run(['train', inside('flowers.csv'), '--out', out])
    expect(code).toBe(0)
    expect(stderr).toContain('flowers.csv: 150 rows')
    expect(stderr).toContain("Predicting 'species', one of 3 classes, from 5 columns (6 features).")
    expect(stderr).toContain('102 to train on, 18 to decide when to stop, 30 held back')
    expect(stderr).toContain('- a softmax: a probability for each of 3 classes')
    expect(stdout).toMatch(/On 30 rows held back: accuracy (0\.9|1\.)\d* \(95 % interval/)
    expect(stdout).toContain("answering 'setosa' always is right in 0.333")
    expect((await readdir(folder)).filter((name) => name.includes('tmp'))).toEqual([])
    expect(await readdir(folder)).not.toContain('flowers.safetensors.checkpoints')
  })

  test('--json --quiet is for programs, and the seed decides it', async () => {
    const words = ['train', inside('flowers.csv'), '--out', inside('json.safetensors')]
    const trial = async () => {
      const { stdout, stderr } = await run([...words, '--json', '--quiet', '--epochs', '4'])
      expect(stderr).toBe('')
      return JSON.parse(stdout)
    }
    const [first, second] = [await trial(), await trial()]
    expect(first).toMatchObject({
      model: inside('json.safetensors'),
      target: { column: 'species', classes: ['setosa', 'versicolor', 'virginica'] },
      rows: { train: 102, validation: 18, test: 30 },
      settings: { epochs: 4, loss: 'sparseCategoricalCrossentropy' },
      stopped: { reason: 'completed', epoch: 4 },
      judgement: { rows: 30, baseline: { score: 1 / 3 } },
    })
    expect(second.judgement).toEqual(first.judgement)
  })

  test('a regression answers in the units of its target', async () => {
    const out = inside('houses.safetensors')
    const words = ['train', inside('houses.csv'), '--target', 'price', '--out', out, '--json']
    const { stdout } = await run([...words, '--epochs', '60'])
    const { judgement, target } = JSON.parse(stdout)
    expect(target.type).toBe('number')
    expect(judgement.scores.rootMeanSquaredError).toBeLessThan(0.7 * judgement.baseline.score)
    expect(judgement.baseline.score).toBeGreaterThan(3e5)
  })

  test('an interrupted run goes on as if nothing had happened', async () => {
    const words = (out: string) => ['train', inside('flowers.csv'), '--out', inside(out)]
    await run(words('whole.safetensors'))
    const torn = await run(words('torn.safetensors'), signalAfter(5))
    expect(torn.code).toBe(130)
    expect(torn.stderr).toMatch(/aborted training after [1-9]\d* of \d+ steps/)
    expect(torn.stderr).toContain('The same command goes on from here.')
    expect(await readdir(folder)).toContain('torn.safetensors.checkpoints')
    const resumed = await run(words('torn.safetensors'))
    expect(resumed.code).toBe(0)
    expect(resumed.stderr).toContain('An earlier run was interrupted: going on from there')
    const [whole, again] = await Promise.all(
      ['whole', 'torn'].map((name) => readFile(inside(`${name}.safetensors`))),
    )
    expect(again!.equals(whole!)).toBe(true)
    expect(await readdir(folder)).not.toContain('torn.safetensors.checkpoints')
  })

  test('an interrupted run of other settings is not gone on with, unless told to start anew', async () => {
    const words = ['train', inside('flowers.csv'), '--out', inside('other.safetensors')]
    const interruption = new AbortController()
    interruption.abort()
    await run(words, interruption.signal)
    const other = await run([...words, '--learning-rate', '0.1'])
    expect(other.code).toBe(1)
    expect(other.stderr).toMatch(/it is of another run: optimizer differs/)
    const fresh = await run([...words, '--learning-rate', '0.1', '--fresh'])
    expect(fresh.code).toBe(0)
  })

  test('takes a spec from a file', async () => {
    const spec = {
      version: 1,
      kind: 'sequential',
      inputShape: [6],
      layers: [{ type: 'normalization' }, { type: 'dense', units: 3, activation: 'softmax' }],
    }
    await writeFile(inside('network.json'), JSON.stringify(spec))
    const words = ['train', inside('flowers.csv'), '--spec', inside('network.json')]
    const { code, stdout } = await run([...words, '--out', inside('own.safetensors'), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).spec.layers).toHaveLength(2)
  })

  test('holds nothing back of a few rows, and says so', async () => {
    await writeFile(inside('xor.csv'), 'a,b,y\n0,0,same\n0,1,other\n1,0,other\n1,1,same\n')
    const words = ['train', inside('xor.csv'), '--out', inside('xor.safetensors')]
    const { code, stdout, stderr } = await run(words)
    expect(code).toBe(0)
    expect(stderr).toContain('4 rows are too few to hold any back')
    expect(stdout).toMatch(/Loss on the rows trained on: /)
  })

  test('leaves out rows without a target, and says so', async () => {
    const text = await readFile(inside('flowers.csv'), 'utf8')
    await writeFile(inside('gaps.csv'), text.replaceAll(',virginica', ','))
    const words = ['train', inside('gaps.csv'), '--out', inside('gaps.safetensors')]
    const { stderr } = await run([...words, '--epochs', '2'])
    expect(stderr).toContain("Left out, since they have no 'species': 50 rows.")
    expect(stderr).toContain('one of 2 classes')
  })

  test('points out what may not be meant', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [i + 1, i % 7 ? 'f' : '.', i % 3, i % 2])
    await writeFile(inside('odd.csv'), formatCsv([['id', 'sex', 'x', 'y'], ...rows]))
    const words = ['train', inside('odd.csv'), '--epochs', '1', '--out', inside('odd.safetensors')]
    const { stderr } = await run(words)
    expect(stderr).toContain("Column 'id' seems to count the rows: --ignore 'id' leaves it out")
    expect(stderr).toContain("Column 'sex' is '.' in 9 rows: --missing '.', if that means nothing.")
    expect(stderr).toContain('12 held back to judge (the same share of each class)')
  })

  test('holds whole groups back, and leaves their column out', async () => {
    const { rows, columns } = parseCsv(await readFile(inside('flowers.csv'), 'utf8'))
    const grouped = rows.map((row, i) => [`p${i % 10}`, ...row])
    await writeFile(inside('grouped.csv'), formatCsv([['plot', ...columns], ...grouped]))
    const words = ['train', inside('grouped.csv'), '--group', 'plot', '--epochs', '1', '--json']
    const { stdout } = await run([...words, '--out', inside('grouped.safetensors')])
    const { rows: counts, ignored } = JSON.parse(stdout)
    expect(counts).toEqual({ train: 105, validation: 15, test: 30 })
    expect(ignored).toEqual([{ column: 'plot', reason: 'as asked for' }])
  })
})

describe('a trained model', () => {
  const model = () => inside('flowers.safetensors')

  test('predicts the numbers that its own predict gives', async () => {
    const { code, stdout } = await run(['predict', model(), inside('flowers.csv'), '--json'])
    expect(code).toBe(0)
    const answers = stdout.trim().split('\n')
    expect(answers).toHaveLength(150)
    const loaded = loadModel(await readFile(model()), { backend: native })
    const table = parseCsv(await readFile(inside('flowers.csv'), 'utf8'))
    const { data } = await predict(loaded, encodeFeatures(table, encodingOf(loaded)))
    const given = JSON.parse(answers[77]!).probabilities
    expect(Object.values(given)).toEqual([...data.slice(77 * 3, 78 * 3)])
  })

  test('puts answers behind the columns of the data', async () => {
    const { stdout } = await run(['predict', model(), inside('flowers.csv')])
    const table = parseCsv(stdout)
    expect(table.columns.slice(5)).toEqual([
      'species',
      'predicted species',
      'probability of setosa',
      'probability of versicolor',
      'probability of virginica',
    ])
    expect(table.rows).toHaveLength(150)
    const right = table.rows.filter((row) => row[5] === row[6]).length
    expect(right).toBeGreaterThan(140)
  })

  test('writes nothing if the first rows are wrong', async () => {
    await writeFile(inside('wrong.csv'), 'a,b\n1,2\n')
    const { code, stdout, stderr } = await run(['predict', model(), inside('wrong.csv')])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain("'sepal length (cm)'")
  })

  test('is judged by rows with answers, and shows what it confuses', async () => {
    const { stdout } = await run(['evaluate', model(), inside('flowers.csv')])
    expect(stdout).toMatch(/On 150 rows: accuracy 0\.9\d\d \(95 % interval/)
    expect(stdout).toMatch(/is \\ answered +setosa +versicolor +virginica\nsetosa +50 +0 +0\n/)
    const { stdout: json } = await run(['evaluate', model(), inside('flowers.csv'), '--json'])
    const { confusion, scores } = JSON.parse(json)
    expect((confusion[0][0] + confusion[1][1] + confusion[2][2]) / 150).toBeCloseTo(
      scores.accuracy,
      10,
    )
  })

  test('warns of categories that it never met', async () => {
    const text = await readFile(inside('flowers.csv'), 'utf8')
    await writeFile(inside('moon.csv'), text.replaceAll('hill', 'moon'))
    const { code, stderr } = await run(['predict', model(), inside('moon.csv')])
    expect(code).toBe(0)
    expect(stderr).toContain("'moon' of 'place' in 50 rows")
  })

  test('is exported as an ONNX file, which predicts in its place', async () => {
    const file = inside('flowers.onnx')
    const { code, stderr } = await run(['export', model(), file])
    expect({ code, stderr }).toEqual({ code: 0, stderr: `Wrote ${file}\n` })
    const answers = async (path: string): Promise<Record<string, number>[]> => {
      const { stdout } = await run(['predict', path, inside('flowers.csv'), '--json'])
      const lines = stdout.trim().split('\n')
      return lines.map((line) => JSON.parse(line).probabilities)
    }
    const [own, exported] = [await answers(model()), await answers(file)]
    expect(exported).toHaveLength(150)
    for (const [i, probabilities] of exported.entries()) {
      for (const [name, value] of Object.entries(probabilities)) {
        expect(Math.abs(value - own[i]![name]!)).toBeLessThan(1e-6)
      }
    }
    expect(await run(['export', model(), inside('flowers.pb')])).toMatchObject({ code: 2 })
  })

  test('may be an ONNX file of any maker, that takes the columns in their order', async () => {
    const spec = sequential({ inputShape: [2], layers: [dense({ units: 1 })] })
    const kernel = [[2], [3]]
    const line = createModel(spec, { backend: interpreter, weights: { 'dense/kernel': kernel } })
    await writeFile(inside('line.onnx'), exportOnnx(line))
    await writeFile(inside('pairs.csv'), 'a,b\n1,10\n2,20\n')
    const { stdout } = await run(['predict', inside('line.onnx'), inside('pairs.csv')])
    expect(stdout).toBe('a,b,predicted value\n1,10,32\n2,20,64\n')
    await writeFile(inside('three.csv'), 'a,b,c\n1,10,3\n')
    const wrong = await run(['predict', inside('line.onnx'), inside('three.csv')])
    expect(wrong.code).toBe(1)
    expect(wrong.stderr).toContain('expected 2, got 3: a, b, c')
  })

  test('has a summary', async () => {
    const { stdout } = await run(['summary', model()])
    expect(stdout).toContain("Predicts 'species', one of 3 classes: setosa, versicolor, virginica.")
    expect(stdout).toMatch(/place +category +2 values: hill, shore/)
    expect(stdout).toContain('trainable')
    expect((await run(['summary', inside('network.json')])).stdout).toContain('dense (softmax)')
    const { stdout: json } = await run(['summary', model(), '--json'])
    expect(JSON.parse(json).details.classNames).toEqual(['setosa', 'versicolor', 'virginica'])
  })
})

describe('parallax list', () => {
  test('lists everything, or one kind', async () => {
    const { stdout } = await run(['list'])
    expect(stdout).toMatch(
      /tasks\n {2}.*\n[\s\S]*backends\n {2}native[\s\S]*datasets\n[\s\S]*digits/,
    )
    const { stdout: json } = await run(['list', 'backends', '--json'])
    expect(JSON.parse(json).backends[0].name).toBe('native')
  })
})

describe('parallax doctor', () => {
  test('says what runs', async () => {
    const { code, stdout } = await run(['doctor'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/native: runs\n {2}engine +parallax-native/)
    expect(JSON.parse((await run(['doctor', '--json'])).stdout).backends[0].runs).toBe(true)
  })

  test('says what to do about a backend that does not', async () => {
    const absent: BackendV1 = {
      ...interpreter,
      name: 'absent',
      info: () => Promise.reject(new Error('The engine is missing. Run npm install engine.')),
    }
    expect(await examine(absent)).toEqual({
      backend: 'absent',
      runs: false,
      problem: 'The engine is missing. Run npm install engine.',
    })
  })

  test('does not believe a backend that learns nothing', async () => {
    const idle: BackendV1 = {
      ...interpreter,
      async open(options) {
        const session = await interpreter.open(options)
        return {
          ...session,
          compile: async (program) => {
            const compiled = await session.compile(program)
            const zeros = (outputs: Record<string, { fill(value: number): unknown }>) => {
              for (const values of Object.values(outputs)) values.fill(0)
            }
            return {
              ...compiled,
              async run(feeds) {
                const outputs = await compiled.run(feeds)
                zeros(outputs)
                return outputs
              },
            }
          },
        }
      },
    }
    expect(await examine(idle)).toMatchObject({
      runs: false,
      problem: expect.stringMatching(/did not learn exclusive or/),
    })
  })
})

describe('parallax completion', () => {
  const complete = async (line: string[]): Promise<string[]> => {
    const { stdout } = await run(['completion', 'bash'])
    const script = `${stdout}\nCOMP_WORDS=(${line.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${line.length - 1}; _parallax; echo "\${COMPREPLY[*]}"`
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split(' ')
  }

  test.runIf(process.platform !== 'win32')('works in bash', async () => {
    expect(await complete(['parallax', 'ev'])).toEqual(['evaluate'])
    expect(await complete(['parallax', 'train', '--te'])).toEqual(['--test-share'])
    expect(await complete(['parallax', 'completion', 'z'])).toEqual(['zsh'])
    expect(await complete(['parallax', 'help', 'com'])).toEqual([
      'compare',
      'compile',
      'completion',
    ])
    // Files are the shell's own affair.
    expect(await complete(['parallax', 'train', 'flow'])).toEqual([''])
  })

  test('zsh and fish get every command and option', async () => {
    const { stdout: zsh } = await run(['completion', 'zsh'])
    const { stdout: fish } = await run(['completion', 'fish'])
    for (const word of ['train', 'evaluate', 'predict', 'compare', 'doctor']) {
      expect(zsh).toContain(`'${word}:`)
      expect(fish).toContain(`-a ${word} `)
    }
    expect(zsh).toContain("'--test-share[")
    expect(fish).toContain('-l test-share -r -d')
  })
})

test('parallax compile writes modules that are WebAssembly', async () => {
  const spec = inside('network.json')
  await writeFile(
    spec,
    JSON.stringify({
      version: 1,
      kind: 'sequential',
      inputShape: [3],
      layers: [{ type: 'dense', units: 2 }],
    }),
  )
  const { code, stdout } = await run(['compile', spec, '--out', inside('modules')])
  expect(code).toBe(0)
  const files = (await readdir(inside('modules'))).toSorted()
  expect(files).toEqual([
    'predict-1.float32.wasm',
    'predict-16.float32.wasm',
    'predict-256.float32.wasm',
  ])
  for (const file of files) {
    expect(stdout).toContain(file)
    expect(WebAssembly.validate(await readFile(inside(join('modules', file))))).toBe(true)
  }
})
