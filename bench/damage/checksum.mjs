/** CRC-32C bit by bit, apart from core's own. */
export function crc32c(bytes) {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0x82f63b78 : 0)
  }
  return ~value >>> 0
}
