import { countWindows, type Windows, windowPositions } from '../../graph/windows.js'
import { type Kernel, type NumberArray, wideInput, wideOutput } from './arrays.js'
import { productKernel } from './product.js'

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

/**
 * All three kernels rest on patches: a row for every window of every image, with what the window
 * shows of one group, and zeros where it shows padding. Then results are patches · filters, the
 * gradient of the filters is patchesᵀ · results, and that of the images is results · filtersᵀ,
 * added up where the patches come from. Patches are laid out some windows at a time; sums are
 * taken in float64.
 */
function layOut({ windows, images, channels, outputs, groups }: ConvolutionSizes) {
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

type Layout = ReturnType<typeof layOut>

/** Lays out `count` windows of one group, from window `first` on. */
function fillPatches(layout: Layout, x: NumberArray, first: number, count: number, group: number) {
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
function addPatches(layout: Layout, x: Float64Array, first: number, count: number, group: number) {
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

/** Images and filters → results. */
export function conv2dKernel(
  output: NumberArray,
  x: NumberArray,
  filter: NumberArray,
  sizes: ConvolutionSizes,
): Kernel {
  const layout = layOut(sizes)
  const { patches, terms, groups, outputs, outputsOfGroup, total, chunk } = layout
  const [factors, widenFilter] = wideInput(filter)
  const [sums, store] = wideOutput(output)
  const add = productKernel(sums, patches, factors, {
    columns: outputsOfGroup,
    rowA: terms,
    termA: 1,
    termB: outputs,
    columnB: 1,
    rowC: outputs,
  })
  return () => {
    widenFilter()
    sums.fill(0)
    for (let first = 0; first < total; first += chunk) {
      const count = Math.min(chunk, total - first)
      for (let group = 0; group < groups; group++) {
        const from = group * outputsOfGroup
        fillPatches(layout, x, first, count, group)
        add(count, terms, 0, from, first * outputs + from)
      }
    }
    store()
  }
}

/** Results and filters → images. */
export function convInputGradientKernel(
  output: NumberArray,
  y: NumberArray,
  filter: NumberArray,
  sizes: ConvolutionSizes,
): Kernel {
  const layout = layOut(sizes)
  const { patches, terms, groups, outputs, outputsOfGroup, total, chunk } = layout
  const [factors, widenFilter] = wideInput(filter)
  const [results, widenResults] = wideInput(y)
  const [sums, store] = wideOutput(output)
  const add = productKernel(patches, results, factors, {
    columns: terms,
    rowA: outputs,
    termA: 1,
    termB: 1,
    columnB: outputs,
    rowC: terms,
  })
  return () => {
    widenFilter()
    widenResults()
    sums.fill(0)
    for (let first = 0; first < total; first += chunk) {
      const count = Math.min(chunk, total - first)
      for (let group = 0; group < groups; group++) {
        const from = group * outputsOfGroup
        patches.fill(0)
        add(count, outputsOfGroup, first * outputs + from, from, 0)
        addPatches(layout, sums, first, count, group)
      }
    }
    store()
  }
}

/** Images and results → filters. */
export function convFilterGradientKernel(
  output: NumberArray,
  x: NumberArray,
  y: NumberArray,
  sizes: ConvolutionSizes,
): Kernel {
  const layout = layOut(sizes)
  const { patches, terms, groups, outputs, outputsOfGroup, total, chunk } = layout
  const [results, widenResults] = wideInput(y)
  const [sums, store] = wideOutput(output)
  const add = productKernel(sums, patches, results, {
    columns: outputsOfGroup,
    rowA: 1,
    termA: terms,
    termB: outputs,
    columnB: 1,
    rowC: outputs,
  })
  return () => {
    widenResults()
    sums.fill(0)
    for (let first = 0; first < total; first += chunk) {
      const count = Math.min(chunk, total - first)
      for (let group = 0; group < groups; group++) {
        const from = group * outputsOfGroup
        fillPatches(layout, x, first, count, group)
        add(terms, count, 0, first * outputs + from, from)
      }
    }
    store()
  }
}
