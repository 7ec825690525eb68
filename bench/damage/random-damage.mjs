const below = (random, limit) => Math.floor(random() * limit)

/** What disks, networks and kills do to a file. */
const accidents = [
  ['cut off', (bytes, random) => bytes.slice(0, below(random, bytes.length))],
  [
    'a flipped bit',
    (bytes, random) => {
      bytes[below(random, bytes.length)] ^= 1 << below(random, 8)
      return bytes
    },
  ],
  [
    'several flipped bits',
    (bytes, random) => {
      // In the header, where they do most.
      const end = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))
      const places = new Set(Array.from({ length: 8 }, () => below(random, end)))
      for (const place of places) bytes[place] ^= 1 << below(random, 8)
      return bytes
    },
  ],
  [
    'a block of zeros',
    (bytes, random) => {
      const start = below(random, bytes.length)
      bytes.fill(0, start, start + 512)
      // Zeros where zeros were are no damage.
      bytes[start] ^= 255
      return bytes
    },
  ],
  [
    'something at the end',
    (bytes, random) => Buffer.concat([bytes, new Uint8Array(1 + below(random, 9))]),
  ],
  [
    'a header of another length',
    (bytes, random) => {
      const claimed = random() < 0.5 ? BigInt(below(random, 2 ** 31)) : 2n ** 63n + 5n
      new DataView(bytes.buffer).setBigUint64(0, claimed, true)
      return bytes
    },
  ],
]

/** A damaged copy of a file, and how it was damaged. */
export function randomDamage(whole, random) {
  const [how, damage] = accidents[below(random, accidents.length)]
  return { how, bytes: damage(whole.slice(), random) }
}
