import {
  type Dataset,
  type ModelSpec,
  type RowSource,
  toNested,
  UnsupportedError,
} from '@parallax-ml/core'
import { featureNames } from '@parallax-ml/datasets'
import type { DiagnosisData, LabelledRows, Recipe } from '@parallax-ml/diagnose'
import type { Task } from '../tasks/task.js'
import type { PreparedData } from '../training/prepare-data.js'
import type { TrainingSettings } from '../training/settings.js'

/** What is diagnosed, and what it is called. */
export interface Patient {
  readonly name: string
  readonly recipe: Recipe
  readonly data: DiagnosisData
}

/** A task of `compare`, with the rows of a seed. Where test rows are training rows, there are none. */
export function patientOfTask(task: Task, seed: number): Patient {
  const { train, test, featureNames, classNames } = task.data(seed)
  return {
    name: task.name,
    recipe: { spec: task.spec, ...task.training },
    data: {
      train,
      ...(task.hasOwnTestRows && { test }),
      featureNames,
      ...(classNames && { classNames }),
    },
  }
}

/**
 * A table as `train` would take it. The rows that decide when to stop are training rows here:
 * the recipe holds some back by itself.
 *
 * @throws {UnsupportedError} if the table is too large to be held in memory.
 */
export function patientOfTable(
  name: string,
  { train, validation, test, encoding }: PreparedData,
  spec: ModelSpec,
  { patience, metrics: _, ...training }: TrainingSettings,
): Patient {
  const parts = [train, ...(validation ? [validation] : [])].map((rows) => rowsOf(rows, name))
  const { target } = encoding
  return {
    name,
    recipe: { spec, ...training, ...(validation && { earlyStopping: { patience } }) },
    data: {
      train: { x: parts.flatMap(({ x }) => x), y: parts.flatMap(({ y }) => y) },
      ...(test && { test: rowsOf(test, name) }),
      featureNames: featureNames(encoding),
      ...(target?.type === 'category' && { classNames: target.classes }),
    },
  }
}

function rowsOf(rows: Dataset | RowSource, where: string): LabelledRows {
  if ('read' in rows) {
    throw new UnsupportedError({
      where,
      problem: 'it has too many cells to be diagnosed as a whole',
      hint: 'Diagnose a part of its rows.',
    })
  }
  return {
    x: toNested(rows.x as Parameters<typeof toNested>[0]) as number[][],
    y: Array.from(rows.y as ArrayLike<number>),
  }
}
