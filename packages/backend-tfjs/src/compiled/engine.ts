import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inputsOf, type NumberArray, type Precision, stateOf } from '@parallax-ml/core'
import type { LoadedModel, TfNode, TfTensor } from '../engine/types.js'
import { signatureName, tag } from '../saved-model/saved-model.js'
import type { Engine, Source } from '../session.js'
import { transferOf } from './transfer.js'
import { slotOf, stepsKey, writeProgram } from './write-program.js'

/** Programs as SavedModels in TensorFlow's own sessions. */
export function compiledEngine(tf: TfNode, precision: Precision): Engine<TfTensor> {
  const transfer = transferOf(tf, precision)
  return {
    hold({ shape, dtype, data }, source) {
      const isBytes = source === 'bound' && data instanceof Uint8Array
      const handle = isBytes ? transfer.sendBytes(data) : transfer.send(data, shape, dtype)
      return { shape, dtype, handle, isBytes }
    },
    read({ handle, shape, dtype, isBytes }) {
      if (!isBytes) return transfer.receive(handle, dtype)
      const { buffer, byteOffset } = handle.dataSync()
      return new Uint8Array(
        buffer,
        byteOffset,
        shape.reduce((a, b) => a * b, 1),
      ).slice()
    },
    release: (handle) => handle.dispose(),

    async prepare(program, bound) {
      const written = writeProgram(program, {
        precision,
        isBytes: (name) => bound.get(name)!.isBytes,
      })
      const model = await load(tf, written.bytes)
      const inputs = [...inputsOf(program.graph), ...stateOf(program)]
      const resident = new Map(
        inputs
          .filter(({ attributes }) => attributes.source !== 'feed')
          .map((input) => [written.inputs.get(slotOf(input))!, input.attributes]),
      )
      const fed = inputs.filter(({ attributes }) => attributes.source === 'feed')
      const { nodes } = program.graph

      return {
        run(stores, feeds, steps) {
          const given: Record<string, TfTensor> = {}
          for (const [key, { source, name }] of resident) {
            given[key] = stores[source as Source].get(name)!.handle
          }
          const sent: TfTensor[] = []
          const send = (key: string, tensor: TfTensor): void => {
            given[key] = tensor
            sent.push(tensor)
          }
          let results: Record<string, TfTensor>
          try {
            for (const input of fed) {
              const { shape, dtype, attributes } = input
              const key = written.inputs.get(slotOf(input))!
              send(key, transfer.send(feeds[attributes.name]!, [steps, ...shape], dtype))
            }
            send(stepsKey, tf.tensor(Int32Array.of(steps), [], 'int32'))
            results = model.predict(given)
          } finally {
            for (const tensor of sent) tensor.dispose()
          }
          const outputs: Record<string, NumberArray> = {}
          for (const [name, key] of written.outputs) {
            outputs[name] = transfer.receive(results[key]!, nodes[program.outputs[name]!]!.dtype)
            results[key]!.dispose()
          }
          const state = Array.from(written.updates, ([name, key]) => [name, results[key]!])
          return { outputs, state: Object.fromEntries(state) }
        },
        dispose: () => model.dispose(),
      }
    },
  }
}

/** tfjs-node tells models apart by their path, so each has a folder of its own while it loads. */
async function load(tf: TfNode, bytes: Uint8Array): Promise<LoadedModel> {
  const folder = await mkdtemp(join(tmpdir(), 'parallax-tfjs-'))
  try {
    await writeFile(join(folder, 'saved_model.pb'), bytes)
    return await tf.node.loadSavedModel(folder, [tag], signatureName)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
