// The faults that `mutate-units.mjs` plants into packages/interpret, by area. A fault is plain data:
// `find`, which is in `file` exactly once, becomes `replace`; `fault` says what is then wrong.
import { answers } from './interpret-answers.mjs'
import { glassBox } from './interpret-glass-box.mjs'
import { gradients } from './interpret-gradients.mjs'
import { trust } from './interpret-trust.mjs'

export const areas = [
  { title: 'Methods from answers', faults: answers },
  { title: 'Trees, surrogates, rules and logistic regression', faults: glassBox },
  { title: 'Methods that differentiate', faults: gradients },
  { title: 'Trust', faults: trust },
]
