// Files that somebody made on purpose: their checksums are right, what they say is not.
import { crc32c } from './checksum.mjs'

/** A copy with a changed header and data, sealed again as the format has it. */
function reseal(whole, change) {
  const length = Number(new DataView(whole.buffer, whole.byteOffset).getBigUint64(0, true))
  const header = JSON.parse(new TextDecoder().decode(whole.subarray(8, 8 + length)))
  header.__metadata__.crc32c = '00000000'
  const data = whole.slice(8 + length)
  const changed = change(header, data) ?? {}
  const text = new TextEncoder().encode(changed.text ?? JSON.stringify(header))
  const rest = changed.data ?? data
  const bytes = new Uint8Array(8 + text.length + rest.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, 8)
  bytes.set(rest, 8 + text.length)
  const seal = crc32c(bytes).toString(16).padStart(8, '0')
  const at = new TextDecoder('latin1').decode(bytes.subarray(0, 400)).indexOf('"crc32c":"00000000"')
  if (at >= 0) bytes.set(new TextEncoder().encode(seal), at + '"crc32c":"'.length)
  return bytes
}

const tensorsOf = (header) => Object.keys(header).filter((name) => name !== '__metadata__')
const pick = (list, random) => list[Math.floor(random() * list.length)]

/** What goes for both kinds of files. */
const anyFile = [
  [
    'a shape of 2^50 elements',
    (header, random) => {
      header[pick(tensorsOf(header), random)].shape = [2 ** 25, 2 ** 25]
    },
  ],
  [
    'a negative size',
    (header, random) => {
      header[pick(tensorsOf(header), random)].shape = [-4]
    },
  ],
  [
    'sizes that are no numbers',
    (header, random) => {
      header[pick(tensorsOf(header), random)].shape = pick([['4'], [1.5], [null], 'x', {}], random)
    },
  ],
  [
    'offsets outside the file',
    (header, random) => {
      header[pick(tensorsOf(header), random)].data_offsets = pick(
        [[0, 2 ** 52], [-8, 0], [2 ** 40, 2 ** 40 + 4], ['0', '4'], [0]],
        random,
      )
    },
  ],
  [
    'tensors that overlap',
    (header, random) => {
      const [a, b] = tensorsOf(header)
      header[pick([a, b], random)].data_offsets = header[b].data_offsets
      header[a].data_offsets = header[b].data_offsets
    },
  ],
  [
    'a type that is none',
    (header, random) => {
      header[pick(tensorsOf(header), random)].dtype = pick(
        ['F16', 'I64', 'f32', 7, '__proto__'],
        random,
      )
    },
  ],
  [
    'a tensor that is missing',
    (header, random) => {
      delete header[pick(tensorsOf(header), random)]
    },
  ],
  [
    'a tensor of another name',
    (header, random) => {
      const name = pick(tensorsOf(header), random)
      const entry = header[name]
      delete header[name]
      return {
        text: JSON.stringify(header).replace(/}$/, `,"__proto__":${JSON.stringify(entry)}}`),
      }
    },
  ],
  [
    'metadata that are no texts',
    (header, random) => {
      header.__metadata__.format = pick([{ toString: 'x' }, 7, null, []], random)
    },
  ],
  [
    'another format',
    (header) => {
      header.__metadata__.format = 'parallax-modem'
    },
  ],
  [
    'a version to come',
    (header) => {
      header.__metadata__.version = '99'
    },
  ],
  [
    'a version that is none',
    (header, random) => {
      header.__metadata__.version = pick(['-1', '0', 'x', '1e3', ''], random)
    },
  ],
  ['brackets a million deep', () => ({ text: `{"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}` })],
  ['a header that is a list', () => ({ text: '[]' })],
]

const setSpec = (change) => (header, random) => {
  const spec = JSON.parse(header.__metadata__.spec)
  change(spec, random)
  header.__metadata__.spec = JSON.stringify(spec)
}

const modelFile = [
  [
    'a spec of huge layers',
    setSpec((spec) => {
      spec.layers[0].units = 2 ** 30
    }),
  ],
  [
    'a spec of huge inputs',
    setSpec((spec) => {
      spec.inputShape = [2 ** 20, 2 ** 20]
    }),
  ],
  [
    'a spec with an unknown layer',
    setSpec((spec, random) => {
      spec.layers[0].type = pick(['constructor', '__proto__', 'toString', 'dens'], random)
    }),
  ],
  [
    'a spec with an unknown option',
    setSpec((spec) => {
      spec.layers[0].__defineGetter__ = 1
    }),
  ],
  [
    'a spec that is none',
    (header, random) => {
      header.__metadata__.spec = pick(['{', '[]', 'null', '7', '{"kind":"sequential"}'], random)
    },
  ],
  [
    'class names that do not fit',
    (header) => {
      header.__metadata__.details = JSON.stringify({ classNames: ['a', 'b', 'c'] })
    },
  ],
]

const setRun = (change) => (header, random) => {
  const run = JSON.parse(header.__metadata__.run)
  change(run, random)
  header.__metadata__.run = JSON.stringify(run)
}

const checkpointFile = [
  [
    'a step that contradicts the history',
    setRun((run) => {
      run.step = 1
    }),
  ],
  [
    'a step beyond the end',
    setRun((run) => {
      run.step = 1e9
    }),
  ],
  [
    'a step that is none',
    setRun((run, random) => {
      run.step = pick([-1, 1.5, '3', null], random)
    }),
  ],
  [
    'another run',
    setRun((run) => {
      run.fingerprint.seed = '77'
    }),
  ],
  [
    'a history of another length',
    (header) => {
      header['//history/loss'].shape = [1, 3]
      header['//history/extra'] = { dtype: 'F64', shape: [0], data_offsets: [0, 0] }
    },
  ],
  [
    'an unknown field',
    setRun((run) => {
      run.extra = true
    }),
  ],
  [
    'a run that is none',
    (header, random) => {
      header.__metadata__.run = pick(['{', '[]', 'null', '7', '{}'], random)
    },
  ],
  [
    'a slot of another shape',
    (header) => {
      const slots = tensorsOf(header).filter((name) => name.startsWith('//optimizer/'))
      const wide = slots.find((name) => header[name].shape[0] > 1)
      header[wide].shape = [header[wide].shape[0] / 2, 2]
    },
  ],
]

const makers = (list) =>
  list.map(([how, change]) => (whole, random) => ({
    how,
    bytes: reseal(whole, (header) => change(header, random)),
  }))

/** By the kind of file: what makes a hostile copy, and says how. */
export const hostileFiles = {
  model: makers([...anyFile, ...modelFile]),
  checkpoint: makers([...anyFile, ...checkpointFile]),
}
