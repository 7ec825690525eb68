/** Why and when training ended. */
export interface Stopped {
  /** What a callback calls its reason may also stand here. */
  readonly reason: 'completed' | 'earlyStopping' | 'aborted' | 'nonFiniteLoss' | (string & {})
  /** Whole epochs done. */
  readonly epoch: number
  /** Steps done. */
  readonly step: number
  /** The same in words. */
  readonly message: string
  /** The epoch whose weights the model has, where a callback such as early stopping chose them. */
  readonly bestEpoch?: number
  /** Where numbers first stopped being finite, if that is what ended it. */
  readonly nonFinite?: NonFinite
}

/** Where a number that is not finite appeared first. */
export interface NonFinite {
  /** The layer at fault; absent if it is the loss itself. */
  readonly layer?: string
  /** Counted from 1. */
  readonly step: number
  /** Whether the layer gave it, or its gradient or updated weights have it, or only the loss. */
  readonly in: 'output' | 'gradient' | 'weights' | 'loss'
  /** The weight whose gradient or value it is, as `layer/weight`. */
  readonly weight?: string
}
