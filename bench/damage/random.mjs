/** Numbers in [0, 1) that follow from a seed. */
export function randomOf(seed) {
  let state = seed
  return () => {
    state = (state * 48271) % 0x7fffffff
    return state / 0x7fffffff
  }
}
