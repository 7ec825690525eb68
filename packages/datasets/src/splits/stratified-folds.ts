export { type StratifiedFoldsOptions, stratifiedFolds } from '@parallax-ml/core'
