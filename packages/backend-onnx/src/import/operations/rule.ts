import type { Operand, OperationContext } from '../operand.js'

/** Builds the results of one operation. */
export type ImportRule = (context: OperationContext) => readonly Operand[]

/** Rules by the names of ONNX's operations. */
export type ImportRules = Readonly<Record<string, ImportRule>>
