import { sumsInFloat64, tileSizes } from '../emit/contract.js'
import type { Lanes } from '../emit/lanes.js'
import { BodyBuilder, moved } from '../plan/body.js'
import type {
  ContractKernel,
  Kernel,
  KernelCall,
  LoopKernel,
  Pooling,
  Storage,
} from '../plan/kernels.js'
import { bytesOfType, widthOf } from '../plan/memory.js'

/** Calls that one thread makes while the others wait, or a call in parts, one for every thread. */
export type Stage =
  | { readonly alone: readonly KernelCall[] }
  | { readonly parts: readonly KernelCall[] }

/**
 * Multiplications, or values computed and moved, that make a kernel worth a meeting of the threads:
 * some thirty microseconds of work.
 */
const worthwhile = 2 ** 20

/** A cell of a window costs as much as so many multiplications: it is found and compared by itself. */
const costOfCell = 8
/** An exponential of a vector kernel costs as much. */
const costOfExponential = 8

/** What each of some threads does, in order; they meet after every stage. */
export function stagesOf(
  calls: readonly KernelCall[],
  threads: number,
  lanes: Lanes,
  least?: number,
): Stage[] {
  const stages: Stage[] = []
  let alone: KernelCall[] = []
  for (const call of calls) {
    const parts = splitCall(call, threads, lanes, least)
    if (parts === undefined) {
      if (alone.length === 0) stages.push({ alone })
      alone.push(call)
    } else {
      stages.push({ parts })
      alone = []
    }
  }
  return stages
}

/**
 * A call as one for each thread, or undefined where that does not pay. No sum is ever divided among
 * threads, and parts begin where tiles and vectors do, so every number is the same as from one.
 */
export function splitCall(
  call: KernelCall,
  threads: number,
  lanes: Lanes,
  least = worthwhile,
): KernelCall[] | undefined {
  const { kernel } = call
  if (workOf(kernel) < least) return undefined
  switch (kernel.kind) {
    case 'contract':
      return splitContract(call, kernel, threads, lanes)
    case 'loop':
      return splitLoop(call, kernel, threads, lanes)
    default:
      return splitOther(call, kernel, threads, lanes)
  }
}

/** What a kernel costs, in multiplications; 0 if nothing is known to share. */
function workOf(kernel: Kernel): number {
  switch (kernel.kind) {
    case 'contract':
      return product([...kernel.outer, ...kernel.inner].map(({ size }) => size))
    case 'loop': {
      const { dims, loads, steps, stores } = kernel
      return product(dims) * (loads.length + steps.length + stores.length)
    }
    case 'gather':
      return 2 * kernel.rows * kernel.width
    case 'softmax':
    case 'logSoftmax':
      return costOfExponential * kernel.rows * kernel.width
    case 'maxPool':
    case 'averagePool':
    case 'maxPoolGradient':
    case 'averagePoolGradient':
      return costOfCell * kernel.images * imageSizes(kernel).pooled * product(kernel.size)
    default:
      return 0
  }
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1)

function splitContract(
  { pointers }: KernelCall,
  kernel: ContractKernel,
  threads: number,
  lanes: Lanes,
): KernelCall[] | undefined {
  const { outer, inner, loads, steps, stores } = kernel
  const sizes = outer.map(({ size }) => size)
  const cut = bestCut(sizes, tileSizes(kernel, lanes), threads, (axis) => isApart(stores, axis))
  const parts = cut?.ranges.map(({ from, size }) => {
    const { axis } = cut
    const { move, operand, body } = mover(pointers, axis, from, lanes)
    return {
      kernel: {
        kind: 'contract' as const,
        outer: outer.with(axis, { ...outer[axis]!, size }),
        inner,
        a: { pointer: operand(kernel.a.pointer, outer[axis]!.a) },
        b: { pointer: operand(kernel.b.pointer, outer[axis]!.b) },
        loads: loads.map(move),
        steps,
        stores: stores.map(move),
      },
      pointers: body.pointers,
    }
  })
  const isWide = sumsInFloat64(kernel, lanes)
  return parts?.every((part) => sumsInFloat64(part.kernel, lanes) === isWide) ? parts : undefined
}

function splitLoop(
  { pointers }: KernelCall,
  kernel: LoopKernel,
  threads: number,
  lanes: Lanes,
): KernelCall[] | undefined {
  const { dims, reduced, loads, stores, reductions } = kernel
  const results = [...stores, ...reductions]
  const granules = dims.map((_, dim) => (dim === dims.length - 1 ? lanes.count : 1))
  const cut = bestCut(
    dims,
    granules,
    threads,
    (axis) => !(reduced[axis] ?? false) && isApart(results, axis),
  )
  return cut?.ranges.map(({ from, size }) => {
    const { move, body } = mover(pointers, cut.axis, from, lanes)
    return {
      kernel: {
        ...kernel,
        dims: dims.with(cut.axis, size),
        loads: loads.map(move),
        stores: stores.map(move),
        reductions: reductions.map(move),
      },
      pointers: body.pointers,
    }
  })
}

/** Kernels over rows or images that have nothing to do with each other. */
function splitOther(
  { pointers }: KernelCall,
  kernel: Kernel,
  threads: number,
  { floatBytes }: Lanes,
): KernelCall[] | undefined {
  /** Parts of an axis, along which the pointers move by so many bytes. */
  const along = (key: 'rows' | 'images', count: number, bytes: readonly number[]) =>
    bestCut([count], [1], threads, () => true)?.ranges.map(({ from, size }) => ({
      kernel: { ...kernel, [key]: size },
      pointers: pointers.map((pointer, i) => moved(pointer, from * bytes[i]!)),
    }))
  switch (kernel.kind) {
    case 'gather': {
      const { rows, width, dtype } = kernel
      return along('rows', rows, [0, 4, width * bytesOfType(dtype, floatBytes)])
    }
    case 'softmax':
    case 'logSoftmax': {
      const bytes = kernel.width * floatBytes
      return along('rows', kernel.rows, [bytes, bytes])
    }
    case 'maxPool':
    case 'averagePool':
    case 'maxPoolGradient':
    case 'averagePoolGradient': {
      const sizes = imageSizes(kernel)
      const [image, pooled] = [sizes.image * floatBytes, sizes.pooled * floatBytes]
      const bytes = {
        maxPool: [image, pooled],
        averagePool: [image, pooled],
        maxPoolGradient: [image, pooled, image],
        averagePoolGradient: [pooled, image],
      }
      return along('images', kernel.images, bytes[kernel.kind])
    }
    default:
      return undefined
  }
}

const imageSizes = ({ height, width, channels, windows }: Pooling) => ({
  image: height * width * channels,
  pooled: product(windows) * channels,
})

interface Moving {
  readonly pointer: number
  readonly strides: readonly number[]
  readonly storage: Storage
}

/** Whether everything that is written lies apart along the axis. */
const isApart = (written: readonly Moving[], axis: number): boolean =>
  written.every(({ strides }) => strides[axis] !== 0)

/** Moves what a kernel refers to on, to where a part of an axis begins. */
function mover(
  pointers: KernelCall['pointers'],
  axis: number,
  from: number,
  { floatBytes }: Lanes,
) {
  const body = new BodyBuilder()
  const shifted = (pointer: number, bytes: number): number =>
    body.pointer(moved(pointers[pointer]!, bytes))
  return {
    body,
    operand: (pointer: number, stride: number) => shifted(pointer, from * stride * floatBytes),
    move: <Item extends Moving>(item: Item): Item => {
      const bytes = from * item.strides[axis]! * widthOf(item.storage, floatBytes)
      return { ...item, pointer: shifted(item.pointer, bytes) }
    },
  }
}

interface Range {
  readonly from: number
  readonly size: number
}

/** The axis along which the largest part is smallest, and the parts. */
function bestCut(
  sizes: readonly number[],
  granules: readonly number[],
  threads: number,
  isAllowed: (axis: number) => boolean,
): { axis: number; ranges: Range[] } | undefined {
  let best: { axis: number; ranges: Range[]; share: number } | undefined
  sizes.forEach((size, axis) => {
    if (!isAllowed(axis)) return
    const ranges = rangesOf(size, granules[axis]!, threads)
    // A part of less than a tile could be covered by tiles of another shape.
    if (ranges.some((range) => range.size < granules[axis]!)) return
    const share = Math.max(...ranges.map((range) => range.size)) / size
    if (best === undefined || share < best.share) best = { axis, ranges, share }
  })
  return best
}

/** A range for each thread; all but the last end at multiples of the granule. */
function rangesOf(size: number, granule: number, threads: number): Range[] {
  const begin = (thread: number): number =>
    thread === threads ? size : Math.round((size * thread) / threads / granule) * granule
  return Array.from({ length: threads }, (_, thread) => {
    const from = begin(thread)
    return { from, size: Math.max(0, begin(thread + 1) - from) }
  })
}
