import type { Shape } from '@parallax-ml/core'
import { poolingCells } from '../patches.js'
import type { Ref, Scope } from '../saved-model/scope.js'
import { type Attribute, attribute } from '../saved-model/values.js'
import type { Lowering } from './rule.js'
import { firstLargest, gather, reshape } from './structure.js'

/**
 * TensorFlow's max-pooling takes NaN for small and −∞ for the smallest finite number. So a sum over
 * the images, which only finite numbers keep finite, chooses between its kernel and plain steps.
 */
function unlessFinite(
  { scope, node: { shape } }: Lowering<'maxPool' | 'maxPoolGradient'>,
  values: readonly Ref[],
  kernel: (scope: Scope, values: readonly Ref[]) => Ref,
  plain: (scope: Scope, values: readonly Ref[]) => Ref,
): Ref {
  const sum = scope.op('Sum', [values[0]!, scope.wholes([0, 1, 2, 3])])
  const allFinite = scope.op('IsFinite', [sum])
  const chosen = scope.if(allFinite, values, kernel, plain)
  return scope.op('EnsureShape', [chosen], { attributes: { shape: attribute.shape(shape) } })
}

/** The largest cell of every window. */
export function largest(lowering: Lowering<'maxPool'>, attributes: Record<string, Attribute>): Ref {
  const {
    inputs,
    shapes: [image],
    node,
  } = lowering
  return unlessFinite(
    lowering,
    inputs,
    (scope, [x]) => scope.op('MaxPool', [x!], { attributes }),
    (scope, [x]) => {
      const windows = windowsOf(scope, x!, image!, lowering)
      const [n, , , channels] = image as [number, number, number, number]
      const found = scope.op('Max', [windows, scope.wholes([1])])
      const rows = reshape(scope, found, [node.shape[1]! * node.shape[2]!, n, channels])
      return reshape(scope, scope.op('Transpose', [rows, scope.wholes([1, 0, 2])]), node.shape)
    },
  )
}

/** Of a number for every window: it goes to the first of the largest cells. */
export function largestGradient(
  lowering: Lowering<'maxPoolGradient'>,
  attributes: Record<string, Attribute>,
): Ref {
  const {
    inputs,
    shapes: [image, result],
    node,
  } = lowering
  return unlessFinite(
    lowering,
    inputs,
    (scope, [x, y]) =>
      scope.op('MaxPoolGrad', [x!, scope.op('MaxPool', [x!], { attributes }), y!], { attributes }),
    (scope, [x, y]) => {
      const [n, height, width, channels] = image as [number, number, number, number]
      const [count, lines] = [result![1]! * result![2]!, n * channels]
      const { positions, cells } = poolingCells(image!, node.attributes)
      const winners = firstLargest(scope, windowsOf(scope, x!, image!, lowering), 1)
      // The pixel of each window and line that wins, as its position among all pixels of all lines.
      const starts = Array.from({ length: count }, (_, window) => window * cells)
      const start = scope.constant('int32', [count, 1], starts)
      const cell = scope.op('AddV2', [winners, start])
      const pixel = gather(scope, scope.wholes([...positions]), cell)
      const own = scope.constant(
        'int32',
        [1, lines],
        Array.from({ length: lines }, (_, i) => i),
      )
      const scaled = scope.op('Mul', [pixel, scope.scalar('int32', lines)])
      const target = scope.op('AddV2', [scaled, own])
      const byLine = scope.op('Transpose', [
        reshape(scope, y!, [n, count, channels]),
        scope.wholes([1, 0, 2]),
      ])
      const total = scope.op('UnsortedSegmentSum', [
        reshape(scope, byLine, [count * lines]),
        reshape(scope, target, [count * lines]),
        scope.scalar('int32', height * width * lines),
      ])
      const pixels = reshape(scope, total, [height * width, n, channels])
      return reshape(scope, scope.op('Transpose', [pixels, scope.wholes([1, 0, 2])]), node.shape)
    },
  )
}

/** The cells of all windows: `[windows, cells, images · channels]`. */
function windowsOf(
  scope: Scope,
  x: Ref,
  image: Shape,
  { node }: Lowering<'maxPool' | 'maxPoolGradient'>,
): Ref {
  const [n, height, width, channels] = image as [number, number, number, number]
  const { positions, cells, windows } = poolingCells(image, node.attributes)
  const flat = reshape(scope, x, [n, height * width, channels])
  const pixels = scope.op('Transpose', [flat, scope.wholes([1, 0, 2])])
  const rows = reshape(scope, pixels, [height * width, n * channels])
  return gather(scope, rows, scope.constant('int32', [windows, cells], [...positions]))
}
