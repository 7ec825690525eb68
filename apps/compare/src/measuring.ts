export { baselinesOf } from './baselines/index.js'
export { estimate, median, wilson } from './statistics.js'
export { tasks } from './tasks/index.js'
