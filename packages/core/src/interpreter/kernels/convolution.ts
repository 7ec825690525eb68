import { type Kernel, type NumberArray, wideInput, wideOutput } from './arrays.js'
import {
  addPatches,
  type ConvolutionSizes,
  fillPatches,
  type Patches,
  patchesOf,
} from './patches.js'
import { productKernel } from './product.js'

// All three kernels rest on patches: a row for every window of every image, with what the window
// shows of one group, and zeros where it shows padding. Then results are patches · filters, the
// gradient of the filters is patchesᵀ · results, and that of the images is results · filtersᵀ,
// added up where the patches come from. Sums are taken in float64.

/** Visits every chunk of windows for every group, of which `from` is the first output. */
function eachBlock(
  { groups, outputsOfGroup, total, chunk }: Patches,
  visit: (first: number, count: number, group: number, from: number) => void,
): void {
  for (let first = 0; first < total; first += chunk) {
    const count = Math.min(chunk, total - first)
    for (let group = 0; group < groups; group++) visit(first, count, group, group * outputsOfGroup)
  }
}

/** Images and filters → results. */
export function conv2dKernel(
  output: NumberArray,
  x: NumberArray,
  filter: NumberArray,
  sizes: ConvolutionSizes,
): Kernel {
  const layout = patchesOf(sizes)
  const { patches, terms, outputs, outputsOfGroup } = layout
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
    eachBlock(layout, (first, count, group, from) => {
      fillPatches(layout, x, first, count, group)
      add(count, terms, 0, from, first * outputs + from)
    })
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
  const layout = patchesOf(sizes)
  const { patches, terms, outputs, outputsOfGroup } = layout
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
    eachBlock(layout, (first, count, group, from) => {
      patches.fill(0)
      add(count, outputsOfGroup, first * outputs + from, from, 0)
      addPatches(layout, sums, first, count, group)
    })
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
  const layout = patchesOf(sizes)
  const { patches, terms, outputs, outputsOfGroup } = layout
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
    eachBlock(layout, (first, count, group, from) => {
      fillPatches(layout, x, first, count, group)
      add(terms, count, 0, first * outputs + from, from)
    })
    store()
  }
}
