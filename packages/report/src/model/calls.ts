import { type Architecture, sizeOf } from '@parallax-ml/core'

type Call = Architecture['calls'][number]

/** What a layer does, with its activation, for example `dense (tanh)`. */
export function typeOf({ definition, options }: Call['layer']): string {
  const activation = activationOf(options)
  return activation === undefined ? definition.type : `${definition.type} (${activation})`
}

/** The name of the activation that a layer has besides what it does. */
export function activationOf(options: object): string | undefined {
  const { activation } = options as { activation?: string | { readonly name: string } }
  return typeof activation === 'object' ? activation.name : activation
}

/** How many numbers a layer's weights hold. */
export const parametersOf = ({ weights }: Call['layer']): number =>
  weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0)

/** A name for each call; a layer that is called again is counted. */
export function callNames(calls: readonly Call[]): string[] {
  return calls.map(({ layer }, i) => {
    const before = calls.slice(0, i).filter((call) => call.layer === layer).length
    return before === 0 ? layer.name : `${layer.name} (call ${before + 1})`
  })
}

/** The call, by its name, or the input that makes a value. */
export function makerOf(value: string, calls: readonly Call[], names: readonly string[]): string {
  const index = calls.findIndex(({ output }) => output === value)
  return index < 0 ? value : names[index]!
}
