/** What a step of the nightly command printed last, and whether it ended well. */
export interface Proof {
  readonly figure: string
  readonly isProven: boolean
  readonly seconds: number
  readonly day: string
  readonly machine: string
}

export function readProof(): Record<string, Proof>
export function writeProof(results: Record<string, Proof>): void
export function withTable(page: string, results: Record<string, Proof>): string
