import { countWindows, type Windows, windowPositions } from '../../graph/windows.js'
import type { NumberArray } from './arrays.js'

/** Sizes of a convolution. */
export interface ConvolutionSizes {
  readonly windows: Windows
  readonly images: number
  /** Channels of the images. */
  readonly channels: number
  /** Channels of the results. */
  readonly outputs: number
  readonly groups: number
}

/** Elements of the patches that are laid out at a time: they stay in a core's cache. */
const patchElements = 16_384

/** How the patches of a convolution are laid out, and memory for some of them. */
export function patchesOf({ windows, images, channels, outputs, groups }: ConvolutionSizes) {
  const [rows, columns] = countWindows(windows)
  const cells = windows.size[0] * windows.size[1]
  const width = channels / groups
  const terms = cells * width
  const total = images * rows * columns
  const chunk = Math.min(total, Math.max(2, Math.floor(patchElements / terms)))
  return {
    positions: windowPositions(windows),
    /** Windows of one image, and pixels of one image. */
    perImage: rows * columns,
    pixels: windows.image[0] * windows.image[1],
    cells,
    channels,
    width,
    terms,
    groups,
    outputs,
    outputsOfGroup: outputs / groups,
    total,
    chunk,
    patches: new Float64Array(chunk * terms),
  }
}

/** Patches: a row for every window, with what it shows of one group of channels. */
export type Patches = ReturnType<typeof patchesOf>

/** Lays out `count` windows of one group, from window `first` on. */
export function fillPatches(
  layout: Patches,
  x: NumberArray,
  first: number,
  count: number,
  group: number,
) {
  const { patches, positions, perImage, pixels, cells, channels, width } = layout
  for (let i = 0, to = 0; i < count; i++) {
    const image = Math.floor((first + i) / perImage)
    const window = (first + i - image * perImage) * cells
    for (let cell = 0; cell < cells; cell++) {
      const position = positions[window + cell]!
      const from = (image * pixels + position) * channels + group * width
      if (position < 0) for (let k = 0; k < width; k++) patches[to++] = 0
      else for (let k = 0; k < width; k++) patches[to++] = x[from + k]!
    }
  }
}

/** Adds every element of the patches to the pixel that it shows. */
export function addPatches(
  layout: Patches,
  x: Float64Array,
  first: number,
  count: number,
  group: number,
) {
  const { patches, positions, perImage, pixels, cells, channels, width } = layout
  for (let i = 0, from = 0; i < count; i++) {
    const image = Math.floor((first + i) / perImage)
    const window = (first + i - image * perImage) * cells
    for (let cell = 0; cell < cells; cell++, from += width) {
      const position = positions[window + cell]!
      if (position < 0) continue
      const to = (image * pixels + position) * channels + group * width
      for (let k = 0; k < width; k++) x[to + k]! += patches[from + k]!
    }
  }
}
