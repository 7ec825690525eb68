export { type ShuffledFoldsOptions, shuffledFolds } from '@parallax-ml/core'
