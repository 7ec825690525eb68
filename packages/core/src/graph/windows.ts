import { ensure } from './operation.js'
import type { OperationName, Padding, Pair } from './types.js'

/** Windows that slide over an image: over its rows (first of each pair) and its columns. */
export interface Windows {
  readonly image: Pair
  readonly size: Pair
  readonly strides: Pair
  readonly padding: Padding
  readonly dilation: Pair
}

/** How many windows lie below one another and beside one another; below 1 if none fits. */
export function countWindows({ image, size, strides, padding, dilation }: Windows): Pair {
  const count = (axis: 0 | 1): number => {
    const padded = image[axis] + padding[2 * axis]! + padding[2 * axis + 1]!
    const span = (size[axis] - 1) * dilation[axis] + 1
    return Math.floor((padded - span) / strides[axis]) + 1
  }
  return [count(0), count(1)]
}

/**
 * For every window, row-major, and every cell of it, row-major: which pixel of the image it shows
 * (row · width + column), or −1 where it lies in the padding.
 */
export function windowPositions(windows: Windows): Int32Array {
  const { image, size, strides, padding, dilation } = windows
  const [rows, columns] = countWindows(windows)
  const positions = new Int32Array(rows * columns * size[0] * size[1])
  let at = 0
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let p = 0; p < size[0]; p++) {
        for (let q = 0; q < size[1]; q++) {
          const row = i * strides[0] - padding[0] + p * dilation[0]
          const column = j * strides[1] - padding[2] + q * dilation[1]
          const inside = row >= 0 && row < image[0] && column >= 0 && column < image[1]
          positions[at++] = inside ? row * image[1] + column : -1
        }
      }
    }
  }
  return positions
}

/**
 * Zeros before and after an axis with which there is a window for every `stride` of the input, the
 * last one begun included: TensorFlow's and Keras's `same`. The odd one goes after.
 */
export function samePadding(
  input: number,
  kernel: number,
  stride: number,
  dilation: number,
): [before: number, after: number] {
  const span = (kernel - 1) * dilation + 1
  const total = Math.max(0, (Math.ceil(input / stride) - 1) * stride + span - input)
  const before = Math.floor(total / 2)
  return [before, total - before]
}

/** Throws unless `values` are `count` whole numbers of at least `least`. */
export function requireWhole(
  operation: OperationName,
  name: string,
  values: readonly number[],
  { count, least }: { readonly count: number; readonly least: number },
): void {
  const fits =
    Array.isArray(values) &&
    values.length === count &&
    values.every((value) => Number.isSafeInteger(value) && value >= least)
  ensure(fits, operation, `${name} is not valid`, {
    expected: `${count} whole numbers of at least ${least}`,
    received: `[${values}]`,
  })
}

/** How many windows there are. Throws unless they are well formed and at least one fits. */
export function requireWindows(operation: OperationName, windows: Windows): Pair {
  const { image, size, strides, padding, dilation } = windows
  requireWhole(operation, 'size', size, { count: 2, least: 1 })
  requireWhole(operation, 'strides', strides, { count: 2, least: 1 })
  requireWhole(operation, 'padding', padding, { count: 4, least: 0 })
  requireWhole(operation, 'dilation', dilation, { count: 2, least: 1 })
  const counts = countWindows(windows)
  ensure(counts[0] >= 1 && counts[1] >= 1, operation, 'the window is larger than the image', {
    expected: `at most ${image[0] + padding[0] + padding[1]} by ${image[1] + padding[2] + padding[3]}, padding included`,
    received: size.map((cells, axis) => (cells - 1) * dilation[axis]! + 1).join(' by '),
  })
  return counts
}
