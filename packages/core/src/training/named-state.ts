import type { Tensor } from '../backend/tensor.js'
import type { Shape } from '../graph/types.js'
import { emptyWeights, trainableOf, type WeightLayout } from '../model/layout.js'
import { flatFromState, weightNames, weightState, weightsByPath } from '../model/weights.js'
import type { ResolvedOptimizer } from '../optimizers/index.js'
import { averageSlot, gradientSlot, slotsOf } from './slots.js'

/**
 * The state of a run, weight by weight, so that it outlives a change of layout: weights as
 * `layer/weight`, what the optimiser keeps for one as `//optimizer/slot/layer/weight`. The path of a
 * weight cannot begin with a slash.
 */
export type NamedState = Readonly<Record<string, Tensor>>

const slotPrefix = '//optimizer/'
const slotPath = (slot: string, path: string): string => `${slotPrefix}${slot}/${path}`

/** Takes a session's flat state apart. */
export function toNamed(
  optimizer: ResolvedOptimizer,
  layout: WeightLayout,
  state: Readonly<Record<string, Tensor>>,
): NamedState {
  const variables = trainableOf(layout)
  const slots = slotsOf(optimizer, variables).flatMap(({ slot, state: name, sizes }) => {
    const { data } = state[name]!
    let end = 0
    return sizes.flatMap((size, i): [string, Tensor][] => {
      end += size
      if (size === 0) return []
      const part = data.slice(end - size, end)
      return [[slotPath(slot, variables[i]!.path), { shape: [size], dtype: 'float', data: part }]]
    })
  })
  const weights = weightsByPath(layout, flatFromState(layout, state))
  return { ...weights, ...Object.fromEntries(slots) }
}

/** Names of the state that a session holds. */
export const stateNames = (optimizer: ResolvedOptimizer, layout: WeightLayout): string[] => [
  ...weightNames(layout),
  ...slotsOf(optimizer, trainableOf(layout)).map(({ state }) => state),
]

/** Joins a named state to a session's flat state; slots that it lacks begin. */
export function toFlat(
  optimizer: ResolvedOptimizer,
  layout: WeightLayout,
  named: NamedState,
): Record<string, Tensor> {
  const weights = emptyWeights(layout)
  for (const { path, role, offset } of layout.entries) weights[role].set(named[path]!.data, offset)
  const variables = trainableOf(layout)
  const slots = slotsOf(optimizer, variables).map(({ slot, state, size, sizes, initialValue }) => {
    const data = new Float64Array(size)
    let at = 0
    for (const [i, { path }] of variables.entries()) {
      const known = named[slotPath(slot, path)]
      if (known !== undefined) data.set(known.data, at)
      else if (initialValue === 'weights') data.set(named[path]!.data, at)
      else data.fill(initialValue, at, at + sizes[i]!)
      at += sizes[i]!
    }
    return [state, { shape: [size], dtype: 'float', data }] as const
  })
  return { ...weightState(weights), ...Object.fromEntries(slots) }
}

/** Names and shapes of all that the optimiser may keep, whichever layers learn. */
export function slotShapes(
  optimizer: ResolvedOptimizer,
  { entries }: WeightLayout,
): Map<string, Shape> {
  const variables = entries.filter(({ role }) => role !== 'statistics')
  return new Map(
    slotsOf(optimizer, variables).flatMap(({ slot, sizes }) =>
      sizes.flatMap((size, i) =>
        size === 0 ? [] : [[slotPath(slot, variables[i]!.path), [size]] as const],
      ),
    ),
  )
}

/** The weights of the trained model: running means where the optimiser keeps some. */
export const trainedWeights = (layout: WeightLayout, named: NamedState): Record<string, Tensor> =>
  Object.fromEntries(
    layout.entries.map(({ path, shape }) => {
      const { data } = named[slotPath(averageSlot, path)] ?? named[path]!
      return [path, { shape, dtype: 'float', data }]
    }),
  )

/**
 * What of a named state a changed layout can go on from. Where weights join that the optimiser
 * knows nothing of, it begins anew with all of them: its corrections count steps for all alike.
 */
export function keptSlots(
  optimizer: ResolvedOptimizer,
  layout: WeightLayout,
  named: NamedState,
): { readonly named: NamedState; readonly restarts: boolean } {
  const slots = slotsOf(optimizer, trainableOf(layout)).filter(({ slot }) => slot !== gradientSlot)
  const names = Object.keys(named)
  const isOwn = (name: string): boolean =>
    slots.some(({ slot }) => name.startsWith(slotPath(slot, '')))
  const joins = trainableOf(layout).some(({ path }, i) =>
    slots.some(({ slot, sizes }) => sizes[i]! > 0 && !(slotPath(slot, path) in named)),
  )
  const restarts = joins && names.some(isOwn)
  if (!restarts) return { named, restarts }
  const rest = Object.entries(named).filter(([name]) => !isOwn(name))
  return { named: Object.fromEntries(rest), restarts }
}

/** Whether a name of the state is that of a weight. */
export const isWeight = (name: string): boolean => !name.startsWith('//')
