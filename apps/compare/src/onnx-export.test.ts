import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportOnnx, onnx } from '@parallax-ml/backend-onnx'
import { fit } from '@parallax-ml/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasPython, runPython } from '../../../test/python/python.js'
import { digitsTask } from './tasks/digits.js'
import { digitsCnnTask } from './tasks/digits-cnn.js'
import { irisTask } from './tasks/iris.js'

// Predicts with another engine, and another build of it: Python's.
const script = `
import json, sys, numpy, onnxruntime
request = json.load(open(sys.argv[1]))
session = onnxruntime.InferenceSession(request["model"], providers=["CPUExecutionProvider"])
rows = numpy.array(request["data"], dtype=numpy.float32).reshape(request["shape"])
outputs = [output.name for output in session.get_outputs()]
results = session.run(outputs, {session.get_inputs()[0].name: rows})
print(json.dumps({name: result.tolist() for name, result in zip(outputs, results)}))
`

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-export-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const tasks = [irisTask, digitsTask, digitsCnnTask]

describe.skipIf(!hasPython).each(tasks)('$name, trained and exported', (task) => {
  test('gives the same probabilities in Python, for 1, 7 and 100 rows', async () => {
    const { train } = task.data(1)
    const { model } = await fit(task.spec, train, {
      ...task.training,
      backend: onnx,
      epochs: Math.min(3, task.training.epochs),
    })
    const path = join(folder, `${task.name}.onnx`)
    const count = model.architecture.outputs.output!.shape[0]!
    const classNames = Array.from({ length: count }, (_, i) => `class ${i}`)
    await writeFile(path, exportOnnx(model, { classNames }))
    const { shape } = model.architecture.inputRows.input!
    for (const rows of [1, 7, 100]) {
      const data = Float64Array.from(train.x.slice(0, rows).flat())
      const ours = await model.predict({ shape: [rows, ...shape], data })
      const request = join(folder, 'request.json')
      await writeFile(
        request,
        JSON.stringify({ model: path, shape: [rows, ...shape], data: [...data] }),
      )
      const { output, label } = runPython(script, [request]) as {
        readonly output: number[][]
        readonly label: string[]
      }
      const theirs = output.flat()
      expect(theirs).toHaveLength(ours.data.length)
      for (const [i, value] of theirs.entries()) {
        expect(Math.abs(value - ours.data[i]!)).toBeLessThan(1e-6)
      }
      const best = output.map((line) => `class ${line.indexOf(Math.max(...line))}`)
      expect(label).toEqual(best)
    }
    await model.dispose()
  }, 60_000)
})
