import { checkPairs } from '../statistics/check.js'

/** A curve that never falls, as points with x rising; between them it is straight. */
export interface IsotonicCurve {
  readonly x: number[]
  readonly y: number[]
}

/**
 * The never falling curve nearest to points by least squares: pool adjacent violators (Ayer et al.
 * 1955). Points with the same x count as one with their mean y. Of scores and 0 / 1 outcomes it makes
 * calibrated probabilities (Zadrozny and Elkan 2002), given some 1000 rows or more.
 *
 * @throws {DataError} without points, with different lengths, or if a number is not finite.
 */
export function fitIsotonic(x: readonly number[], y: readonly number[]): IsotonicCurve {
  checkPairs(['x', 'y'], x, y)
  const order = Array.from(x.keys()).sort((i, j) => x[i]! - x[j]!)
  const points: { x: number; sum: number; count: number }[] = []
  for (const i of order) {
    const last = points.at(-1)
    if (last === undefined || last.x !== x[i]) points.push({ x: x[i]!, sum: y[i]!, count: 1 })
    else {
      last.sum += y[i]!
      last.count++
    }
  }
  const blocks: { sum: number; count: number; points: number }[] = []
  for (const { sum, count } of points) {
    let block = { sum, count, points: 1 }
    while (
      blocks.length > 0 &&
      blocks.at(-1)!.sum * block.count >= block.sum * blocks.at(-1)!.count
    ) {
      const before = blocks.pop()!
      block = {
        sum: before.sum + block.sum,
        count: before.count + block.count,
        points: before.points + block.points,
      }
    }
    blocks.push(block)
  }
  return {
    x: points.map((point) => point.x),
    y: blocks.flatMap(({ sum, count, points: size }) => new Array<number>(size).fill(sum / count)),
  }
}

/** The height of a curve at x: straight between its points, level beyond them. */
export function isotonicAt({ x: xs, y: ys }: IsotonicCurve, x: number): number {
  const after = xs.findIndex((each) => each >= x)
  if (after < 0) return ys.at(-1)!
  if (after === 0 || xs[after] === x) return ys[after]!
  const share = (x - xs[after - 1]!) / (xs[after]! - xs[after - 1]!)
  return ys[after - 1]! + share * (ys[after]! - ys[after - 1]!)
}
