import { resolveSchedule } from '@parallax-ml/core'
import { describe, expect, test } from 'vitest'
import { readGolden } from '../golden.js'

interface ScheduleGolden {
  readonly name: string
  readonly schedule: string
  readonly options: Readonly<Record<string, unknown>>
  /** Counted from 0. */
  readonly steps: readonly number[]
  readonly rates: readonly number[]
}

const goldens = readGolden<ScheduleGolden>('schedules').map(
  (golden) => [`${golden.schedule} ${golden.name}`.trim(), golden] as const,
)

type Rate = (step: number) => number

/** The largest relative deviation of a schedule from the golden rates. */
const worst = ({ steps, rates }: ScheduleGolden, rate: Rate): number =>
  Math.max(
    ...steps.map((step, i) => {
      const difference = Math.abs(rate(step) - rates[i]!)
      return difference === 0 ? 0 : difference / Math.abs(rates[i]!)
    }),
  )

const right = ({ schedule, options }: ScheduleGolden, changes: object = {}): Rate =>
  resolveSchedule({ name: schedule, ...options, ...changes })

const bound = 1e-12

describe('schedules against golden values', () => {
  test.each(goldens)('%s', (_, golden) => {
    expect(worst(golden, right(golden))).toBeLessThanOrEqual(bound)
  })
})

test('how far schedules lie from golden rates', () => {
  const lines = goldens.map(([name, golden]) => {
    const deviation = worst(golden, right(golden))
    return `${deviation.toExponential(1).padEnd(10)} ${name}`
  })
  console.log(['relative   of', ...lines].join('\n'))
})

/** Wrong variants, by the schedules that they are wrong variants of. */
const faults: readonly [string, string, (golden: ScheduleGolden) => Rate][] = [
  ['.*', 'steps counted from 1', (golden) => (step) => right(golden)(step + 1)],
  ['.*', 'steps counted from −1', (golden) => (step) => right(golden)(Math.max(0, step - 1))],
  ['.*', 'twice the rate', (golden) => (step) => 2 * right(golden)(step)],
  [
    'piecewiseConstantDecay',
    'a boundary belongs to the next piece',
    ({ options, ...golden }) => {
      const boundaries = (options.boundaries as number[]).map((at) => at - 1e-9)
      return right({ ...golden, options }, { boundaries })
    },
  ],
  ['exponentialDecay$', 'always in stairs', (golden) => right(golden, { staircase: true })],
  ['inverseTimeDecay$', 'always in stairs', (golden) => right(golden, { staircase: true })],
  ['.* staircase', 'never in stairs', (golden) => right(golden, { staircase: false })],
  ['polynomialDecay .*cycle', 'no cycle', (golden) => right(golden, { cycle: false })],
  ['polynomialDecay$', 'ends at 0', (golden) => right(golden, { endLearningRate: 0 })],
  ['polynomialDecay root', 'a straight line', (golden) => right(golden, { power: 1 })],
  ['cosineDecay .*alpha', 'no alpha', (golden) => right(golden, { alpha: 0 })],
  [
    'cosineDecay warm-up',
    'decay counts the warm-up',
    ({ options, ...golden }) => {
      const decaySteps = Number(options.decaySteps) - Number(options.warmupSteps)
      return right({ ...golden, options }, { decaySteps })
    },
  ],
  [
    'cosineDecay warm-up, alpha',
    'warm-up from 0',
    (golden) => right(golden, { initialLearningRate: 0 }),
  ],
  ['cosineDecayRestarts .*', 'starts not lower', (golden) => right(golden, { mMul: 1 })],
  ['cosineDecayRestarts .*', 'other lengths', (golden) => right(golden, { tMul: 2 })],
  ['oneCycle all', 'ends where it began', (golden) => right(golden, { finalDivFactor: 1 })],
  [
    'oneCycle all',
    'rises for 0.3 of the steps',
    (golden) => right(golden, { warmupFraction: 0.3 }),
  ],
]

describe('planted faults', () => {
  const planted = faults.flatMap(([of, fault, variant]) =>
    goldens
      .filter(([name]) => new RegExp(`^${of}`).test(name))
      .map(([name, golden]) => [name, fault, golden, variant] as const),
  )

  test('every fault is planted somewhere', () => {
    for (const [, fault] of faults) expect(planted.map((each) => each[1])).toContain(fault)
  })

  test.each(planted)('%s, %s: noticed', (_name, _fault, golden, variant) => {
    expect(worst(golden, variant(golden))).toBeGreaterThan(bound)
  })
})
