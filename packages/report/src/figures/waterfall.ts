import { z } from 'zod'
import type { Figure, FigureKind } from '../figure.js'
import { drawing, element, label, widthOf } from '../svg/element.js'
import { padded, scaleFor, showNumber, ticksBeside } from '../svg/scale.js'
import { figureFields, finite } from './fields.js'

/** One addend on the way from the base to the prediction. */
export interface WaterfallStep {
  /** For example `petal width = 1.4`. */
  readonly label: string
  readonly value: number
}

/** How contributions add up, from a base to a prediction; the sum is checked. */
export interface WaterfallFigure extends Figure {
  readonly kind: 'waterfall'
  /** What is added up, for example `logit of virginica`. */
  readonly unit: string
  readonly base: WaterfallStep
  readonly prediction: WaterfallStep
  /** In the order in which they are drawn. */
  readonly steps: readonly WaterfallStep[]
  /** By how much the sum may miss the prediction: what the explanation itself says it is off by. */
  readonly gap: number
}

const width = 340
const rowHeight = 22
const top = 6
const head = 5

/** Draws {@link WaterfallFigure}. */
export const waterfall: FigureKind<WaterfallFigure> = {
  kind: 'waterfall',
  schema: z
    .strictObject({
      ...figureFields,
      kind: z.literal('waterfall'),
      unit: z.string().min(1),
      base: step(),
      prediction: step(),
      steps: z.array(step()).min(1),
      gap: z.number().min(0),
    })
    .superRefine((figure, context) => {
      const { sum, off, allowed } = checkOf(figure as WaterfallFigure)
      if (off <= allowed) return
      context.addIssue({
        code: 'custom',
        path: ['steps'],
        message: `base and steps add up to ${sum}, which is ${off} from the prediction, but the stated gap is ${figure.gap}`,
      })
    }),
  draw(figure) {
    const { unit, base, prediction, steps, gap } = figure
    const rows = [base, ...steps, prediction]
    const labelRoom = Math.min(150, Math.max(...rows.map((row) => widthOf(row.label))))
    const textRoom = Math.max(...rows.map((row) => widthOf(signed(row.value))))
    const [left, right] = [labelRoom + 8, width - textRoom - 8]
    const reached = sumsOf(figure)
    const ends = [...reached, prediction.value]
    const scale = scaleFor(padded({ label: unit }, ends), ends, [left, right], 4)
    const bottom = top + rowHeight * rows.length
    const middle = (row: number): number => top + rowHeight * (row + 0.5)
    const bars = steps.map(({ value }, i) => {
      const [from, to] = [scale(reached[i]!), scale(reached[i + 1]!)]
      return element('path', {
        class: `step ${value < 0 ? 'minus' : 'plus'}`,
        d: arrow(from, to, middle(i + 1)),
      })
    })
    // From the end of each bar down to the next, so that the eye keeps the sum.
    const joints = reached.map((sum, i) => `M${scale(sum).toFixed(1)} ${middle(i)}v${rowHeight}`)
    const { sum, off } = checkOf(figure)
    return drawing(width, bottom + 64, [
      element('path', { class: 'joint', d: joints.join('') }),
      ...bars,
      anchor(scale(base.value), middle(0)),
      anchor(scale(prediction.value), middle(rows.length - 1)),
      ...rows.map((row, i) => {
        const isStep = i > 0 && i <= steps.length
        const text = isStep ? signed(row.value) : showNumber(row.value)
        return [
          label(0, middle(i) + 4, row.label, { room: labelRoom, class: 'row-label' }),
          label(width, middle(i) + 4, text, { anchor: 'end', class: 'row-value' }),
        ].join('')
      }),
      element('path', { class: 'axis', d: `M${left} ${bottom}H${right}` }),
      ...ticksBeside(scale).map((tick) =>
        label(scale(tick), bottom + 15, showNumber(tick), { anchor: 'middle' }),
      ),
      label(width, bottom + 31, unit, { anchor: 'end', class: 'axis-label', room: width }),
      label(0, bottom + 46, `sum ${showNumber(sum)}, prediction ${showNumber(prediction.value)}`, {
        room: width,
      }),
      label(0, bottom + 60, `off by ${showNumber(off)}, stated gap ${showNumber(gap)}`, {
        room: width,
      }),
    ])
  },
  describe(figure) {
    const { unit, base, prediction, steps, gap } = figure
    const { sum, off } = checkOf(figure)
    const told = steps.map(({ label: name, value }) => `${name}: ${signed(value)}`)
    return `${unit}. From ${base.label}, ${showNumber(base.value)}: ${told.join('; ')}. The sum is ${showNumber(sum)}; ${prediction.label} is ${showNumber(prediction.value)}, off by ${showNumber(off)}, with a stated gap of ${showNumber(gap)}.`
  },
  data(figure) {
    const { base, prediction, steps } = figure
    const reached = sumsOf(figure)
    return {
      columns: ['row', 'contribution', 'reached'],
      rows: [
        [base.label, '', base.value],
        ...steps.map(({ label: name, value }, i) => [name, value, reached[i + 1]!]),
        [prediction.label, '', prediction.value],
      ],
    }
  },
}

function step() {
  return z.strictObject({ label: z.string(), value: finite })
}

/** The base, and the sum after each step. */
function sumsOf({ base, steps }: WaterfallFigure): number[] {
  const sums = [base.value]
  for (const { value } of steps) sums.push(sums.at(-1)! + value)
  return sums
}

function checkOf(figure: WaterfallFigure) {
  const { base, prediction, steps, gap } = figure
  const sum = sumsOf(figure).at(-1)!
  const size = steps.reduce(
    (most, { value }) => Math.max(most, Math.abs(value)),
    Math.abs(base.value),
  )
  // Adding in another order moves the sum by a few last places, which nobody has to state.
  const rounding = 1e-14 * size * (steps.length + 1)
  return { sum, off: Math.abs(sum - prediction.value), allowed: gap + rounding }
}

const signed = (value: number): string => `${value > 0 ? '+' : ''}${showNumber(value)}`

/** A bar that points where it goes; short ones are all head. */
function arrow(from: number, to: number, y: number): string {
  const tip = Math.sign(to - from) * Math.min(head, Math.abs(to - from))
  const [x, neck, end] = [from, to - tip, to].map((place) => place.toFixed(1))
  return `M${x} ${y - 7}H${neck}L${end} ${y}L${neck} ${y + 7}H${x}Z`
}

const anchor = (x: number, y: number): string =>
  element('path', { class: 'anchor', d: `M${x.toFixed(1)} ${y - 8}v16` })
