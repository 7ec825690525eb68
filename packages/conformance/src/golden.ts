import { readFileSync } from 'node:fs'
import {
  type DataType,
  decodeNumber,
  type EncodedNumber,
  type NumberArray,
  type Shape,
  type Tensor,
} from '@parallax-ml/core'

/** A tensor as the files of golden values hold it. */
export interface GoldenTensor {
  readonly shape: Shape
  readonly dtype: DataType
  readonly data: readonly EncodedNumber[]
}

/** The cases of a file of golden values, which say in `made` where they come from. */
export function readGolden<Case>(name: string): readonly Case[] {
  const path = new URL(`../golden/${name}.json`, import.meta.url)
  return (JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] }).cases
}

const arrays = { float: Float64Array, int32: Int32Array, bool: Uint8Array } as const

/** A golden tensor as core takes it. */
export function decodeTensor({ shape, dtype, data }: GoldenTensor): Tensor {
  return { shape, dtype, data: arrays[dtype].from(data.map(decodeNumber)) as NumberArray }
}
