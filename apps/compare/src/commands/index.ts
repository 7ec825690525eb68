import type { AddCommand } from './command.js'
import { addCompile } from './compile.js'
import { addCompletion } from './completion.js'
import { addDiagnose } from './diagnose.js'
import { addDoctor } from './doctor.js'
import { addEvaluate } from './evaluate.js'
import { addExplain } from './explain.js'
import { addExport } from './export.js'
import { addList } from './list.js'
import { addPredict } from './predict.js'
import { addSummary } from './summary.js'
import { addTrain } from './train.js'

/** Every command but `compare`, in the order of the help. */
export const commands: readonly AddCommand[] = [
  addTrain,
  addEvaluate,
  addPredict,
  addExplain,
  addDiagnose,
  addExport,
  addSummary,
  addCompile,
  addList,
  addDoctor,
  addCompletion,
]
