export { median } from '@parallax-ml/core'
export { baselinesOf } from './baselines/index.js'
export { estimate, wilson } from './statistics.js'
export { tasks } from './tasks/index.js'
