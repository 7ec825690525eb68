export { type Split, shuffledClasses, splitOf } from '@parallax-ml/core'
