import {
  featureNames,
  showProfile,
  type TableEncoding,
  type TableProfile,
} from '@parallax-ml/datasets'
import { showRows } from '../show-rows.js'
import type { PreparedData } from './prepare-data.js'

/** What was made of the data, for people to check before they believe a result. */
export function describeData(prepared: PreparedData): string {
  const { profile, encoding, notes } = prepared
  const { target, features, ignored } = encoding
  const kind = target!.type === 'number' ? 'a number' : `one of ${target!.classes.length} classes`
  return [
    showProfile(profile),
    '',
    `Predicting '${target!.column}', ${kind}, from ${features.length} columns (${featureNames(encoding).length} features).`,
    describeRows(prepared),
    ...ignored.map(({ column, reason }) => `Column '${column}' is left out: ${reason}.`),
    ...countersIn(profile, encoding).map(
      (column) =>
        `Column '${column}' seems to count the rows: --ignore '${column}' leaves it out, if that is all it means.`,
    ),
    ...marksIn(profile, encoding),
    ...notes,
  ].join('\n')
}

function describeRows({ counts, divided, isStreamed }: PreparedData): string {
  const { train, validation, test } = counts
  const parts = [
    `${train} to train on`,
    ...(validation > 0 ? [`${validation} to decide when to stop`] : []),
    ...(test > 0 ? [`${test} held back to judge (${divided})`] : []),
  ]
  const place = isStreamed ? ' They stay on disk and are read as they are needed.' : ''
  return `Rows: ${parts.join(', ')}.${place}`
}

/** Columns of whole numbers that could be 1, 2, 3 and so on in some order, by range and mean. */
function countersIn({ rows, columns }: TableProfile, { features }: TableEncoding): string[] {
  const used = new Set(features.map(({ column }) => column))
  return columns
    .filter(({ name, type, whole, least, most, mean, missing }) => {
      const middle = (least + most) / 2
      const isFull = missing === 0 && rows > 20 && most - least === rows - 1
      return (
        used.has(name) && type === 'number' && whole && isFull && Math.abs(mean - middle) < 1e-6
      )
    })
    .map(({ name }) => name)
}

/** Categories without a letter or digit, which may stand for nothing. */
function marksIn({ columns }: TableProfile, { features }: TableEncoding): string[] {
  const categories = new Set(
    features.filter(({ type }) => type === 'category').map(({ column }) => column),
  )
  return columns
    .filter(({ name }) => categories.has(name))
    .flatMap(({ name, values = [] }) =>
      values
        .filter(({ value }) => !/[\p{L}\p{N}]/u.test(value))
        .map(
          ({ value, count }) =>
            `Column '${name}' is '${value}' in ${showRows(count)}: --missing '${value}', if that means nothing.`,
        ),
    )
}
