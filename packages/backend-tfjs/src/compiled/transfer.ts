import {
  type DataType,
  type NumberArray,
  type Precision,
  type Shape,
  sizeOf,
} from '@parallax-ml/core'
import type { TfNode, TfTensor } from '../engine/types.js'

/**
 * Moves numbers between core's arrays and TensorFlow's tensors. TensorFlow.js knows no float64, so
 * such numbers cross as pairs of int32 with the same bits, and bytes as int32 that hold four each.
 */
export interface Transfer {
  /** A tensor of that shape; always a copy. */
  send(data: NumberArray, shape: Shape, dtype: DataType): TfTensor
  /** A vector of int32 that holds the bytes, the last one filled up. */
  sendBytes(data: Uint8Array): TfTensor
  /** The numbers of a tensor that TensorFlow made, in an array of the caller's own. */
  receive(tensor: TfTensor, dtype: DataType): NumberArray
}

/** The shape under which {@link Transfer.send} sends. */
export const sentShape = (shape: Shape, dtype: DataType, precision: Precision): Shape =>
  dtype === 'float' && precision === 'float64' ? [...shape, 2] : shape

/** How numbers cross in a session of that precision. */
export function transferOf(tf: Pick<TfNode, 'tensor'>, precision: Precision): Transfer {
  const isWide = (dtype: DataType): boolean => dtype === 'float' && precision === 'float64'
  return {
    send(data, shape, dtype) {
      if (dtype === 'bool') {
        return tf.tensor(Uint8Array.from(data, Number), shape, 'bool')
      }
      if (dtype === 'int32') return tf.tensor(Int32Array.from(data), shape, 'int32')
      if (!isWide(dtype)) return tf.tensor(Float32Array.from(data), shape, 'float32')
      const halves = new Int32Array(Float64Array.from(data).buffer)
      return tf.tensor(halves, sentShape(shape, dtype, precision), 'int32')
    },
    sendBytes(data) {
      const words = new Int32Array(Math.ceil(data.length / 4))
      new Uint8Array(words.buffer).set(data)
      return tf.tensor(words, [words.length], 'int32')
    },
    receive(tensor, dtype) {
      const data = tensor.dataSync()
      if (!isWide(dtype)) return data.slice()
      const copy = data.slice()
      return new Float64Array(copy.buffer, copy.byteOffset, sizeOf(tensor.shape) / 2)
    },
  }
}
