import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dense, fit, interpreter, sequential } from '@parallax-ml/core'
import { checkpointDirectory, tensorBoard, writeModel } from '@parallax-ml/core/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasPython, pythonWithTools, runPython } from './python.js'

const folder = mkdtempSync(join(tmpdir(), 'parallax-python-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const spec = sequential({
  inputShape: [1],
  layers: [dense({ units: 3, activation: 'tanh' }), dense({ units: 1 })],
})
const data = { x: [[0], [1], [2], [3]], y: [[0], [1], [4], [9]] }
const options = {
  backend: interpreter,
  loss: 'meanSquaredError',
  metrics: ['meanAbsoluteError'],
  epochs: 6,
  batchSize: 2,
} as const

const readTensors = `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], 'np') as file:
    print(json.dumps({
        'metadata': file.metadata(),
        'tensors': {k: [str(file.get_tensor(k).dtype), file.get_tensor(k).tolist()] for k in file.keys()},
    }))`

const readEvents = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1], purge_orphaned_data=True).Reload()
print(json.dumps({tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in events.Tags()['scalars']}))`

// Reason to skip: there is no Python with venv on this machine.
describe.skipIf(!hasPython)('read back by Python', () => {
  beforeAll(() => void pythonWithTools(), 600_000)

  test('safetensors reads the weights of a model file', async () => {
    const { model } = await fit(spec, data, options)
    const path = join(folder, 'model.safetensors')
    await writeModel(path, model)
    const found = runPython(readTensors, [path]) as {
      metadata: Record<string, string>
      tensors: Record<string, [string, unknown]>
    }
    expect(found.metadata.format).toBe('parallax-model')
    const weights = Object.entries(model.weights())
    expect(Object.keys(found.tensors).toSorted()).toEqual(weights.map(([name]) => name).toSorted())
    for (const [name, tensor] of weights) {
      const [type, values] = found.tensors[name]!
      expect(type).toBe('float32')
      expect([values].flat(2)).toEqual([...tensor.data])
    }
  })

  test('tensorboard reads the event files', async () => {
    const logs = join(folder, 'logs')
    const callbacks = [tensorBoard(logs, { steps: true })]
    const { history } = await fit(spec, data, { ...options, validationData: data, callbacks })
    const rounded = (values: readonly number[]) =>
      values.map((value, i) => [i + 1, Math.fround(value)])
    const train = runPython(readEvents, [join(logs, 'train')]) as Record<string, unknown>
    expect(train['epoch/loss']).toEqual(rounded(history.loss!))
    expect(train['epoch/meanAbsoluteError']).toEqual(rounded(history.meanAbsoluteError!))
    expect(train['epoch/learningRate']).toEqual(rounded(Array(6).fill(0.001)))
    const validation = runPython(readEvents, [join(logs, 'validation')]) as Record<string, unknown>
    expect(validation['epoch/loss']).toEqual(rounded(history.valLoss!))
    const steps = runPython(readEvents, [join(logs, 'steps')]) as Record<string, unknown[]>
    expect(steps['step/loss']!.length).toBe(12)
  })

  test('tensorboard shows a run that went on from a checkpoint as one', async () => {
    const logs = join(folder, 'resumed')
    const store = checkpointDirectory(join(folder, 'checkpoints'))
    const killer = {
      name: 'killer',
      begin: () => ({
        onEpochEnd({ epoch }: { epoch: number }) {
          if (epoch === 5) throw new Error('killed')
        },
      }),
    }
    const kept = { ...options, checkpoint: { store, everyEpochs: 3 } }
    const first = fit(spec, data, { ...kept, callbacks: [tensorBoard(logs), killer] })
    await expect(first).rejects.toThrow('killed')
    // Names of event files have the second in which they begin; TensorBoard reads them in that order.
    await new Promise((resolve) => setTimeout(resolve, 1100))
    const { history } = await fit(spec, data, { ...kept, callbacks: [tensorBoard(logs)] })
    const train = runPython(readEvents, [join(logs, 'train')]) as Record<string, unknown>
    expect(train['epoch/loss']).toEqual(history.loss!.map((loss, i) => [i + 1, Math.fround(loss)]))
  })
})
