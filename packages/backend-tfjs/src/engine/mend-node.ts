import util from 'node:util'

/**
 * Puts back what tfjs-node 4.22 calls and Node no longer has: `util.isNullOrUndefined` and
 * `util.isArray` are deprecated, with a warning at each first call, and gone from Node 23 on.
 * They are replaced on every version, so that nobody sees the warning.
 */
export function mendNode(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  })
}
