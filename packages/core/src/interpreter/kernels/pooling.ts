import { type Windows, windowPositions } from '../../graph/windows.js'
import { type Kernel, type NumberArray, wideOutput } from './arrays.js'

/** Sizes of a pooling. */
export interface PoolingSizes {
  readonly windows: Windows
  readonly images: number
  readonly channels: number
}

/** Every window as the pixels of it that lie inside the image. */
function layOut({ windows, images, channels }: PoolingSizes) {
  const cells = windows.size[0] * windows.size[1]
  const positions = windowPositions(windows)
  const perImage = positions.length / cells
  const inside = Array.from({ length: perImage }, (_, i) =>
    positions.subarray(i * cells, (i + 1) * cells).filter((position) => position >= 0),
  )
  const elements = windows.image[0] * windows.image[1] * channels
  return { images, channels, elements, inside }
}

/** Where the first largest cell of a window is, or the first NaN; `start` is pixel 0. */
function firstLargest(x: NumberArray, start: number, pixels: Int32Array, channels: number): number {
  let at = start + pixels[0]! * channels
  let best = x[at]!
  for (let k = 1; k < pixels.length && !Number.isNaN(best); k++) {
    const other = start + pixels[k]! * channels
    const value = x[other]!
    if (value <= best) continue
    best = value
    at = other
  }
  return at
}

/** The largest cell of every window. */
export function maxPoolKernel(output: NumberArray, x: NumberArray, sizes: PoolingSizes): Kernel {
  const { images, channels, elements, inside } = layOut(sizes)
  return () => {
    for (let image = 0, to = 0; image < images; image++) {
      for (let i = 0; i < inside.length; i++) {
        for (let c = 0; c < channels; c++) {
          output[to++] = x[firstLargest(x, image * elements + c, inside[i]!, channels)]!
        }
      }
    }
  }
}

/** Adds the cotangent of every window to its first largest cell, in float64. */
export function maxPoolGradientKernel(
  output: NumberArray,
  x: NumberArray,
  y: NumberArray,
  sizes: PoolingSizes,
): Kernel {
  const { images, channels, elements, inside } = layOut(sizes)
  const [sums, store] = wideOutput(output)
  return () => {
    sums.fill(0)
    for (let image = 0, from = 0; image < images; image++) {
      for (let i = 0; i < inside.length; i++) {
        for (let c = 0; c < channels; c++) {
          sums[firstLargest(x, image * elements + c, inside[i]!, channels)]! += y[from++]!
        }
      }
    }
    store()
  }
}

/** The mean of every window. */
export function averagePoolKernel(
  output: NumberArray,
  x: NumberArray,
  sizes: PoolingSizes,
): Kernel {
  const { images, channels, elements, inside } = layOut(sizes)
  return () => {
    for (let image = 0, to = 0; image < images; image++) {
      for (let i = 0; i < inside.length; i++) {
        const pixels = inside[i]!
        for (let c = 0; c < channels; c++) {
          const start = image * elements + c
          let sum = 0
          for (let k = 0; k < pixels.length; k++) sum += x[start + pixels[k]! * channels]!
          output[to++] = sum / pixels.length
        }
      }
    }
  }
}

/** Shares the cotangent of every window among its cells, in float64. */
export function averagePoolGradientKernel(
  output: NumberArray,
  y: NumberArray,
  sizes: PoolingSizes,
): Kernel {
  const { images, channels, elements, inside } = layOut(sizes)
  const [sums, store] = wideOutput(output)
  return () => {
    sums.fill(0)
    for (let image = 0, from = 0; image < images; image++) {
      for (let i = 0; i < inside.length; i++) {
        const pixels = inside[i]!
        for (let c = 0; c < channels; c++) {
          const start = image * elements + c
          const share = y[from++]! / pixels.length
          for (let k = 0; k < pixels.length; k++) sums[start + pixels[k]! * channels]! += share
        }
      }
    }
    store()
  }
}
