export { median, wilson } from '@parallax-ml/core'
export { baselinesOf } from './baselines/index.js'
export { estimate } from './statistics.js'
export { tasks } from './tasks/index.js'
