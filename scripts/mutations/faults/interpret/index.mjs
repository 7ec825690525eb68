// The faults of interpret, by area, for its unit tests to notice.
import { answers } from './answers.mjs'
import { glassBox } from './glass-box.mjs'
import { gradients } from './gradients.mjs'
import { trust } from './trust.mjs'

export const interpret = [
  { title: 'Methods from answers', faults: answers },
  { title: 'Trees, surrogates, rules and logistic regression', faults: glassBox },
  { title: 'Methods that differentiate', faults: gradients },
  { title: 'Trust', faults: trust },
]
