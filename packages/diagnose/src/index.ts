export type { Finding, Interval, Severity } from './finding.js'
