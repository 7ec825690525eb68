export { baselinesOf } from './baselines.js'
export { estimate, median, wilson } from './statistics.js'
export { tasks } from './tasks/index.js'
