// The units that `mutate.mjs` plants faults into. The faults of a unit are areas of plain data:
//
//   { title, faults }            noticed by the package's unit tests, the nearest ones first
//   { title, level, faults }     noticed by the conformance suite, cases of that level early; by the
//                                unit tests, where the unit has some, if no case does
//   { …, suite }                 on that backend, instead of the unit's own
//
// and a fault is
//
//   { name, file, find, replace, fault }
//
// where `find`, which is exactly once in `file` below the package's src, becomes `replace`, and `fault`
// says what is then wrong. A fault may say more: `near`, a word in the names of the cases that most
// likely notice it, instead of the file's name; `level`, instead of its area's; `tests`, a test file below src to begin with;
// `survives`, the reason why nothing can notice it, for those that nothing does.
import { core } from './faults/core/index.mjs'
import { diagnose } from './faults/diagnose/index.mjs'
import { interpret } from './faults/interpret/index.mjs'
import { native } from './faults/native/index.mjs'
import { onnx } from './faults/onnx/index.mjs'
import { tfjs } from './faults/tfjs/index.mjs'

/**
 * `suite` is the backend that the conformance suite runs on, a name of suites.mjs; `tests` tells the
 * package's unit tests, those that run the conformance suite left out.
 */
export const units = [
  { name: 'core', package: 'core', suite: 'interpreter', areas: core },
  {
    name: 'native',
    package: 'backend-native',
    suite: 'native',
    tests: except('backend'),
    areas: native,
  },
  { name: 'onnx', package: 'backend-onnx', suite: 'onnx', tests: except('backend'), areas: onnx },
  {
    name: 'tfjs',
    package: 'backend-tfjs',
    suite: 'tfjs',
    tests: except('conformance-', 'eager.test'),
    areas: tfjs,
  },
  { name: 'interpret', package: 'interpret', tests: except(), areas: interpret },
  { name: 'diagnose', package: 'diagnose', tests: except(), areas: diagnose },
]

/** Whether a test file, below src, is a unit test: those whose names begin with one of the words are not. */
function except(...words) {
  return (file) => !words.some((word) => file.startsWith(word))
}

/** The faults of a unit, each with its unit, and the suite and level of its area. */
export function faultsOf(unit) {
  return unit.areas.flatMap(({ title, level, suite = unit.suite, faults }) =>
    faults.map((fault) => ({
      ...fault,
      unit,
      area: title,
      suite: level === undefined ? undefined : { name: suite, level: fault.level ?? level },
    })),
  )
}

/** The name of a fault among those of all units. */
export const titleOf = ({ unit, name }) => `${unit.name}/${name}`
