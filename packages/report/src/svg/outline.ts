/** A node of a binary tree as it stands in an outline: its children follow it, one step further in. */
export interface Place {
  readonly node: number
  readonly depth: number
  /** The node above; absent at the root. */
  readonly parent?: number
  /** Whether it is where the question above is answered with no. */
  readonly isRight: boolean
}

/** The nodes from the root down, the left child of each before the right one. */
export function outlineOf(
  childrenOf: (node: number) => readonly [left: number, right: number] | undefined,
): Place[] {
  const places: Place[] = []
  const waiting: Place[] = [{ node: 0, depth: 0, isRight: false }]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    places.push(place)
    const { node, depth } = place
    const [left, right] = childrenOf(node) ?? []
    const child = { depth: depth + 1, parent: node }
    if (right !== undefined) waiting.push({ ...child, node: right, isRight: true })
    if (left !== undefined) waiting.push({ ...child, node: left, isRight: false })
  }
  return places
}
