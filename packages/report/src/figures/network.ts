import { z } from 'zod'
import type { Figure, FigureKind } from '../figure.js'
import { diverging } from '../svg/color.js'
import { drawing, element, label, widthOf } from '../svg/element.js'
import { legend } from '../svg/legend.js'
import { showNumber } from '../svg/scale.js'
import { figureFields, finite } from './fields.js'

/** Units that stand above one another. */
export interface NetworkColumn {
  readonly name: string
  readonly units: number
  /** Written beside the units of the first and the last column. */
  readonly unitNames?: readonly string[]
  /** What each unit says for one row; it is then filled by colour. */
  readonly activations?: readonly number[]
}

/** A small network, unit by unit and weight by weight. */
export interface NetworkFigure extends Figure {
  readonly kind: 'network'
  readonly columns: readonly NetworkColumn[]
  /** Between each column and the next, row-major `[units, units of the next]`. */
  readonly weights: readonly (readonly number[])[]
}

/** What can be told apart in one drawing. */
export const networkLimits = { columns: 6, units: 24, weights: 1200 } as const

const width = 340
const top = 24
const gap = 17
const radius = 5.5

/** Draws {@link NetworkFigure}: the width of a line is the size of a weight, dashes are negative. */
export const network: FigureKind<NetworkFigure> = {
  kind: 'network',
  schema: z
    .strictObject({
      ...figureFields,
      kind: z.literal('network'),
      columns: z
        .array(
          z
            .strictObject({
              name: z.string(),
              units: z.int().min(1).max(networkLimits.units),
              unitNames: z.array(z.string()).optional(),
              activations: z.array(finite).optional(),
            })
            .refine(
              ({ units, unitNames = { length: units }, activations = { length: units } }) =>
                unitNames.length === units && activations.length === units,
              { message: 'there must be a name and an activation for each unit' },
            ),
        )
        .min(2)
        .max(networkLimits.columns),
      weights: z.array(z.array(finite)),
    })
    .refine(
      ({ columns, weights }) =>
        weights.length === columns.length - 1 &&
        weights.every((each, i) => each.length === columns[i]!.units * columns[i + 1]!.units),
      {
        message: 'there must be a weight from each unit to each of the next column',
        path: ['weights'],
      },
    )
    .refine(({ weights }) => weights.flat().length <= networkLimits.weights, {
      message: `more than ${networkLimits.weights} weights are not told apart; draw its layers`,
      path: ['weights'],
    }),
  draw({ columns, weights }) {
    const [first, last] = [columns[0]!, columns.at(-1)!]
    const room = (names: readonly string[] = []): number =>
      Math.min(100, Math.max(12, ...names.map((name) => widthOf(name) + 12)))
    const [left, right] = [room(first.unitNames), width - room(last.unitNames)]
    const most = Math.max(...columns.map(({ units }) => units))
    const height = gap * most
    const apart = (right - left) / (columns.length - 1)
    const x = (column: number): number => left + apart * column
    const y = (column: number, unit: number): number =>
      top + height / 2 + gap * (unit - (columns[column]!.units - 1) / 2)
    const lines = weights.map((each, c) => edges(each, columns[c + 1]!.units, c, x, y))
    const units = columns.map((column, c) =>
      Array.from({ length: column.units }, (_, u) => unit(column, u, x(c), y(c, u))).join(''),
    )
    const beside = [
      ...(first.unitNames ?? []).map((name, u) =>
        label(left - 10, y(0, u) + 4, name, { anchor: 'end', room: left - 10, class: 'row-label' }),
      ),
      ...(last.unitNames ?? []).map((name, u) =>
        label(right + 10, y(columns.length - 1, u) + 4, name, {
          room: width - right - 10,
          class: 'row-label',
        }),
      ),
    ]
    return [
      drawing(width, top + height + 6, [
        ...columns.map((column, c) => heading(column.name, c, columns.length, x(c), apart)),
        ...lines,
        ...units,
        ...beside,
      ]),
      legend(
        [
          'positive weight',
          'negative weight',
          ...(columns.some(({ activations }) => activations)
            ? ['says less than 0, more than 0']
            : []),
        ],
        legendSample,
      ),
    ].join('')
  },
  describe({ columns, weights }) {
    const layers = columns.map(({ name, units }) => `${name} with ${units}`)
    const told = weights.map((each, c) => {
      const size = each.map(Math.abs)
      const index = size.indexOf(Math.max(...size))
      const { units, name } = columns[c + 1]!
      const from = unitName(columns[c]!, Math.floor(index / units))
      return `Into ${name}, the strongest weight is ${showNumber(each[index]!)}, from ${from} to ${unitName(columns[c + 1]!, index % units)}.`
    })
    const said = columns
      .filter(({ activations }) => activations !== undefined)
      .map(({ name, activations }) => `${name} says ${activations!.map(showNumber).join(', ')}.`)
    return `Columns of units: ${layers.join(', ')}. ${[...told, ...said].join(' ')}`
  },
  data: ({ columns, weights }) => ({
    columns: ['from', 'unit', 'activation', 'to', 'unit of it', 'weight'],
    rows: weights.flatMap((each, c) => {
      const [from, to] = [columns[c]!, columns[c + 1]!]
      return each.map((weight, i) => {
        const unit = Math.floor(i / to.units)
        return [
          from.name,
          unitName(from, unit),
          from.activations?.[unit] ?? '',
          to.name,
          unitName(to, i % to.units),
          weight,
        ]
      })
    }),
  }),
}

function legendSample(_: string, index: number): string {
  if (index < 2) {
    const named = `edge ${index === 0 ? 'plus' : 'minus'}`
    return element('path', { class: named, 'stroke-width': '2', d: 'M1 6H23' })
  }
  return [0, 1]
    .map((end) =>
      element('circle', { class: 'unit', cx: 6 + 12 * end, cy: 6, r: 4.5, fill: diverging(end) }),
    )
    .join('')
}

const unitName = ({ unitNames }: NetworkColumn, unit: number): string =>
  unitNames?.[unit] ?? `unit ${unit}`

/** Headings stand in two lines by turns, so that long names have room. */
function heading(name: string, column: number, columns: number, x: number, apart: number): string {
  const anchor = column === 0 ? 'start' : column === columns - 1 ? 'end' : 'middle'
  const [place, room] =
    column === 0
      ? [0, x + apart / 2 - 4]
      : column === columns - 1
        ? [width, width - x + apart / 2 - 4]
        : [x, apart - 8]
  return label(place, 11, name, { anchor, room })
}

function edges(
  weights: readonly number[],
  units: number,
  column: number,
  x: (column: number) => number,
  y: (column: number, unit: number) => number,
): string {
  const most = weights.reduce((size, weight) => Math.max(size, Math.abs(weight)), 0) || 1
  // The strongest lie on top.
  const order = weights
    .map((_, i) => i)
    .sort((a, b) => Math.abs(weights[a]!) - Math.abs(weights[b]!))
  return order
    .map((i) => {
      const share = Math.abs(weights[i]!) / most
      const [from, to] = [y(column, Math.floor(i / units)), y(column + 1, i % units)]
      return element('path', {
        class: `edge ${weights[i]! < 0 ? 'minus' : 'plus'}`,
        'stroke-width': (0.3 + 2.7 * share).toFixed(1),
        'stroke-opacity': (0.15 + 0.85 * share).toFixed(2),
        d: `M${x(column).toFixed(1)} ${from.toFixed(1)}L${x(column + 1).toFixed(1)} ${to.toFixed(1)}`,
      })
    })
    .join('')
}

function unit({ activations }: NetworkColumn, index: number, x: number, y: number): string {
  const size = activations?.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1
  const value = activations?.[index]
  const title = value === undefined ? [] : [element('title', {}, [showNumber(value)])]
  return element(
    'circle',
    {
      class: 'unit',
      cx: x,
      cy: y,
      r: radius,
      fill: value === undefined ? undefined : diverging(0.5 + value / size / 2),
    },
    title,
  )
}
