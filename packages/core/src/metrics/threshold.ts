import { z } from 'zod'

/** Options of metrics that read outputs as yes or no. */
export interface ThresholdOptions {
  /** Outputs above it count as 1. Default 0.5, of logits 0. */
  readonly threshold?: number | undefined
  /** Whether the outputs are logits. Default: what the loss says. */
  readonly fromLogits: boolean
}

/** Their schemas. */
export const thresholdOptions = {
  threshold: z.number().optional(),
  fromLogits: z.boolean().default(false),
}

/** Logits change their verdict at 0, where probabilities do at a half. */
export const thresholdOf = ({ threshold, fromLogits }: ThresholdOptions): number =>
  threshold ?? (fromLogits ? 0 : 0.5)
