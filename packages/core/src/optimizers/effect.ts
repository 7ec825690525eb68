import { OptionError } from '../errors/parallax-error.js'
import type { CommonOptions } from './definition.js'

/**
 * Checks that no option of an optimiser is without effect beside the others.
 * @throws {OptionError}
 */
export function requireEffect(name: string, options: CommonOptions): void {
  const where = `option optimizer (${name})`
  const clips = (['clipNorm', 'globalClipNorm', 'clipValue'] as const).filter(
    (clip) => options[clip] !== undefined,
  )
  if (clips.length > 1) {
    throw new OptionError({
      where,
      problem: `${clips.join(' and ')} exclude each other`,
      hint: 'Give one of them.',
    })
  }
  const { adamWeightDecay = 0 } = options as { adamWeightDecay?: number }
  const decays = options.weightDecay > 0 || adamWeightDecay > 0
  if (options.weightDecayExclude.length > 0 && !decays) {
    throw new OptionError({
      where,
      problem: 'weightDecayExclude has no effect without weightDecay',
      hint: 'Give weightDecay, or leave weightDecayExclude out.',
    })
  }
  if (options.emaOverwriteFrequency !== undefined && !options.useEma) {
    throw new OptionError({
      where,
      problem: 'emaOverwriteFrequency has no effect without useEma',
      hint: 'Give useEma: true, or leave emaOverwriteFrequency out.',
    })
  }
}
