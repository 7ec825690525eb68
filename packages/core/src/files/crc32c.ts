const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0x82f63b78 : 0)
  return value
})

/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4) of some bytes, as an unsigned number.
 * @param crc the checksum of the bytes before these, to go on from.
 */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  let value = ~crc
  for (let i = 0; i < bytes.length; i++) value = table[(value ^ bytes[i]!) & 255]! ^ (value >>> 8)
  return ~value >>> 0
}
