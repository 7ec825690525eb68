import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32c } from '../../files/crc32c.js'
import { bytesField, doubleField, floatField, wholeField } from './protobuf.js'

/** An event file of TensorBoard. */
export interface EventFile {
  /** Notes values of a step; `flush` writes them. */
  add(step: number, values: Readonly<Record<string, number>>): void
  flush(): void
}

/**
 * Begins an event file (`event.proto`, version 2, in the framing of TFRecord).
 * @param goesOnFrom what earlier files say of later steps no longer counts.
 */
export function beginEvents(folder: string, goesOnFrom: number): EventFile {
  mkdirSync(folder, { recursive: true })
  const seconds = Date.now() / 1000
  const name = `events.out.tfevents.${Math.floor(seconds)}.parallax.${process.pid}.${counter++}`
  const path = join(folder, name)
  const version = frame([...doubleField(1, seconds), ...bytesField(3, 'brain.Event:2')])
  // SessionLog.START purges what a run wrote after the checkpoint that it now goes on from.
  const start = bytesField(7, wholeField(1, 1))
  const session = frame([...doubleField(1, seconds), ...wholeField(2, goesOnFrom + 1), ...start])
  writeFileSync(path, Buffer.concat([version, session]))
  let waiting: Uint8Array[] = []
  return {
    add(step, values) {
      const summary = Object.entries(values).flatMap(([label, value]) =>
        bytesField(1, [...bytesField(1, label), ...floatField(2, value)]),
      )
      const time = doubleField(1, Date.now() / 1000)
      waiting.push(frame([...time, ...wholeField(2, step), ...bytesField(5, summary)]))
    },
    flush() {
      if (waiting.length === 0) return
      appendFileSync(path, Buffer.concat(waiting))
      waiting = []
    },
  }
}

/** Two files that a process begins within a second need names of their own. */
let counter = 0

/** A record of TFRecord: length, its checksum, data, their checksum. */
function frame(data: readonly number[]): Uint8Array {
  const record = new Uint8Array(data.length + 16)
  const view = new DataView(record.buffer)
  view.setBigUint64(0, BigInt(data.length), true)
  view.setUint32(8, masked(record.subarray(0, 8)), true)
  record.set(data, 12)
  view.setUint32(12 + data.length, masked(record.subarray(12, 12 + data.length)), true)
  return record
}

/** TFRecord's checksum: CRC-32C, rotated and shifted so that it differs from one inside the data. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
