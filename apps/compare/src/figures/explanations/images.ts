import { DataError } from '@parallax-ml/core'
import type { Attribution } from '@parallax-ml/interpret'
import type { AttributionMapsFigure, SignedMap } from '@parallax-ml/report'
import { answeredOutput, attributionsOf, rowOf } from './attributions.js'
import { answerOf, methodName } from './words.js'

/** How the numbers of an image become ink. */
export interface Ink {
  /** The number that is paper; the one that is ink is `full`. */
  readonly paper: number
  readonly full: number
}

/**
 * An image and what its pixels contributed by several methods, above the same with randomised
 * weights, if they are given: what looks alike in both rows is not about what the network learned.
 *
 * @throws {DataError} if an attribution is not of an image.
 */
export function imageFigure(
  trained: readonly Attribution[],
  randomised: readonly Attribution[],
  { row, output, ink }: { readonly row: number; readonly output?: number; readonly ink: Ink },
): AttributionMapsFigure {
  const [first] = trained as [Attribution]
  const chosen = output ?? answeredOutput(first, row)
  const [, width, channels] = imageShape(first)
  const pixels = perPixel(
    rowOf(first, row),
    channels,
    (own) => own.reduce((a, b) => a + b, 0) / channels,
  )
  const answer = answerOf(first, chosen)
  const check =
    randomised.length === 0
      ? 'It was not checked against randomised weights.'
      : 'Below, the same with randomised weights: a method whose maps look alike in both rows does not show what was learned.'
  return {
    kind: 'attributionMaps',
    title: `Row ${row}: which pixels speak for ${first.outputNames[chosen]}`,
    see: `Blue pixels raise the ${answer}, orange ones with a dash lower it. ${check}`,
    wide: true,
    input: {
      width,
      pixels: pixels.map((value) => clamp((value - ink.paper) / (ink.full - ink.paper))),
      caption: 'input',
      detail: `row ${row}`,
    },
    rows: [
      { label: 'Trained weights', maps: trained.map((each) => mapOf(each, row, chosen)) },
      ...(randomised.length === 0
        ? []
        : [
            {
              label: 'Randomised weights',
              maps: randomised.map((each) => mapOf(each, row, chosen)),
            },
          ]),
    ],
  }
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share))

function mapOf(attribution: Attribution, row: number, output: number): SignedMap {
  const [, width, channels] = imageShape(attribution)
  const values = attributionsOf(attribution, row, output)
  return {
    width,
    caption: methodName(attribution.method),
    values: perPixel(values, channels, (own) => own.reduce((a, b) => a + b, 0)),
  }
}

function imageShape({ featureShape, method }: Attribution): readonly [number, number, number] {
  const [height, width, channels = 1] = featureShape ?? []
  if (height !== undefined && width !== undefined) return [height, width, channels]
  throw new DataError({
    where: `attribution by ${method}`,
    problem: 'its features are no image',
    expected: 'a featureShape of [height, width] or [height, width, channels]',
    received: featureShape === undefined ? 'none' : `[${featureShape.join(', ')}]`,
  })
}

const perPixel = (
  values: readonly number[],
  channels: number,
  join: (own: readonly number[]) => number,
): number[] =>
  Array.from({ length: values.length / channels }, (_, i) =>
    join(values.slice(i * channels, (i + 1) * channels)),
  )
