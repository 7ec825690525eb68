// What vectors of WebAssembly can do on this machine: eight sums in registers, each of which takes a
// product in every turn, with nothing to load or store.

const [get, set] = [(local) => [0x20, local], (local) => [0x21, local]]
const add = [0xfd, 0xe4, 0x01]
const mul = [0xfd, 0xe6, 0x01]
const sums = [1, 2, 3, 4, 5, 6, 7, 8]
const factors = [9, 10, 11, 12]
/** They change from turn to turn, or the products would be taken only once. */
const moving = [13, 14]
const one = [0x43, 0, 0, 0x80, 0x3f]
const splat = [0xfd, 0x13]

const body = [
  [1, 14, 0x7b], // fourteen vectors as locals
  [...factors, ...moving].map((local) => [one, splat, set(local)]),
  [0x03, 0x40],
  moving.map((local) => [get(local), get(9), add, set(local)]),
  sums.map((sum, i) => [[get(sum), get(factors[i % 4]), get(moving[i >> 2]), mul, add], set(sum)]),
  // local 0 counts down.
  [get(0), [0x41, 1], 0x6b, [0x22, 0], [0x0d, 0], 0x0b],
  get(1),
  sums.slice(1).map((sum) => [get(sum), add]),
  [0xfd, 0x1f, 0, 0x0b],
].flat(Infinity)

const sized = (id, ...bytes) => [id, bytes.length, ...bytes]
const length = [(body.length & 0x7f) | 0x80, body.length >> 7]
const code = [1, ...length, ...body]
const codeLength = [(code.length & 0x7f) | 0x80, code.length >> 7]
const bytes = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...sized(1, 1, 0x60, 1, 0x7f, 1, 0x7d),
  ...sized(3, 1, 0),
  ...sized(7, 1, 1, 0x66, 0, 0),
  ...[10, ...codeLength, ...code],
])

/** Billions of additions and multiplications per second: the best of several tries. */
export function peak(ms) {
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports
  const turns = 1_000_000
  const perTurn = sums.length * 2 * 4
  let best = 0
  const end = performance.now() + ms
  while (performance.now() < end) {
    const started = performance.now()
    f(turns)
    best = Math.max(best, (turns * perTurn) / (performance.now() - started) / 1e6)
  }
  return best
}
