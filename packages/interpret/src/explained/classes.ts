import { OptionError } from '@parallax-ml/core'
import { classOf } from '../classes.js'
import { type Matrix, rowOf } from '../matrix.js'
import type { Explainable } from './explainable.js'

type Answering = Pick<Explainable, 'outputNames' | 'space'>

/** The classes that a model answers with; one output is for and against what it names. */
export const classNamesOf = ({ outputNames }: Answering): readonly string[] =>
  outputNames.length > 1 ? outputNames : [`not ${outputNames[0]}`, outputNames[0]!]

/**
 * The class that every row is given: the largest output, the first of equals; of one output, 1
 * where its probability is above 0.5 or its logit above 0.
 * @throws {OptionError} if one output is neither probability nor logit.
 */
export function classesOf(answers: Matrix, { outputNames, space }: Answering): Int32Array {
  if (answers.columns === 1 && space === 'value') {
    throw new OptionError({
      where: `output '${outputNames[0]}'`,
      problem: 'it is a value, not a class',
      hint: "Imitate 'values'.",
    })
  }
  return Int32Array.from({ length: answers.rows }, (_, r) => classOf(rowOf(answers, r), space))
}
