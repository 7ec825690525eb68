import type { Attribution, Importance } from '@parallax-ml/interpret'
import type { ForestFigure } from '@parallax-ml/report'
import { count, listOf } from '../../words.js'
import { type Shares, sharesOf } from './shares.js'
import { methodName } from './words.js'

/** Features that are drawn, and markers that are told apart. */
const mostFeatures = 12
const mostMarkers = 6

/**
 * How much each feature matters, by every method and on every backend. Where there are too many
 * markers to be told apart, each backend has a figure of its own.
 */
export function importanceForests(
  explanations: readonly (Importance | Attribution)[],
  title = 'What matters',
): ForestFigure[] {
  const all = explanations.map(sharesOf)
  const backends = [...new Set(all.map(({ backend }) => backend))]
  const methods = [...new Set(all.map(({ method }) => method))]
  if (all.length === 0) return []
  if (all.length <= mostMarkers) {
    const named = ({ method, backend }: Shares): string => {
      if (backends.length === 1) return methodName(method)
      return methods.length === 1 ? backend : `${methodName(method)}, ${backend}`
    }
    return [forest(all, named, backends.length === 1 ? `${title}, ${backends[0]}` : title)]
  }
  return backends.flatMap((backend) => {
    const own = all.filter((each) => each.backend === backend)
    return inParts(own).map((part) =>
      forest(part, ({ method }) => methodName(method), `${title}, ${backend}`),
    )
  })
}

const inParts = (all: readonly Shares[]): Shares[][] =>
  Array.from({ length: Math.ceil(all.length / mostMarkers) }, (_, i) =>
    all.slice(i * mostMarkers, (i + 1) * mostMarkers),
  )

function forest(
  all: readonly Shares[],
  nameOf: (shares: Shares) => string,
  title: string,
): ForestFigure {
  const names = [...new Set(all.flatMap(({ byName }) => [...byName.keys()]))]
  const weight = (name: string): number =>
    all.reduce((sum, { byName }) => sum + Math.abs(byName.get(name)?.value ?? 0), 0)
  const ordered = names.toSorted((a, b) => weight(b) - weight(a))
  const shown = ordered.slice(0, mostFeatures)
  const left = ordered.length - shown.length
  const rest =
    left === 0
      ? ''
      : ` ${count(left, 'feature')} of less weight ${left === 1 ? 'is' : 'are'} left out.`
  return {
    kind: 'forest',
    title,
    see: `${agreement(all, nameOf)} Each method is scaled to the sum of its own sizes; intervals are 2 standard errors.${rest}`,
    axis: { label: 'share of the sum of all importances' },
    divide: 0,
    tall: shown.length * all.length > 20,
    rows: shown.map((name) => ({
      label: name,
      markers: all.flatMap((shares) => {
        const share = shares.byName.get(name)
        if (share === undefined) return []
        const { value, margin } = share
        const ends = margin === undefined ? {} : { low: value - margin, high: value + margin }
        return [{ group: nameOf(shares), value, ...ends }]
      }),
    })),
  }
}

/** Whether all name the same feature first, and which name another. */
function agreement(all: readonly Shares[], nameOf: (shares: Shares) => string): string {
  const firsts = new Map<string, string[]>()
  for (const shares of all) {
    const [first] = [...shares.byName].reduce((a, b) => (b[1].value > a[1].value ? b : a))
    firsts.set(first, [...(firsts.get(first) ?? []), nameOf(shares)])
  }
  const [only, ...others] = [...firsts].sort((a, b) => b[1].length - a[1].length)
  if (others.length === 0) {
    return all.length === 1
      ? `${nameOf(all[0]!)} puts ${only![0]} first.`
      : `All ${all.length} put ${only![0]} first.`
  }
  const told = [only!, ...others].map(
    ([name, methods]) => `${listOf(methods)} put${methods.length === 1 ? 's' : ''} ${name} first`,
  )
  return `They disagree: ${told.join('; ')}.`
}
