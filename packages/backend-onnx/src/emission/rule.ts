import type { GraphNode, NodeOf, OperationName } from '@parallax-ml/core'
import type { Emission, Stored } from './emission.js'
import type { Layout } from './layouts.js'

/** A value, and the layout of its four axes where it is not core's. */
export interface Made extends Stored {
  readonly layout?: Layout
}

/** Writes one node of core's graph as nodes of ONNX. */
export type Rule<Name extends OperationName> = (e: Emission, node: NodeOf<Name>) => Made

/** Rules of some operations, by name. */
export type RuleTable<Names extends OperationName> = { readonly [Name in Names]: Rule<Name> }

/** The layout in which a node that works in either is written: that of its images. */
export const layoutOf = (e: Emission, { inputs, shape }: GraphNode): Layout =>
  shape.length === 4 && inputs.some((id) => e.isChannelsFirst(id))
    ? 'channelsFirst'
    : 'channelsLast'
