import type { Report } from '@parallax-ml/report'
import { isAgreed } from '../agreement/matrix.js'
import type { PairOfTask } from '../agreement/over-seeds.js'
import { showSeeds } from '../agreement/page.js'
import type { Environment } from '../results.js'
import { agreementSection } from './agreement.js'
import { machine, subtitleOf } from './report.js'

/** What `compare --check` found, as a page. */
export const agreementReport = (
  pairs: readonly PairOfTask[],
  seeds: readonly number[],
  environment: Environment,
): Report => ({
  title: 'Do the backends agree?',
  subtitle: `${subtitleOf(environment)}, ${showSeeds(seeds)}`,
  summary: summaryOf(pairs),
  sections: [
    agreementSection(pairs),
    { title: 'Machine and versions', facts: machine(environment) },
  ],
})

function summaryOf(pairs: readonly PairOfTask[]): string {
  if (!isAgreed(pairs)) return 'No: a figure is beyond its bound.'
  const hasKinks = pairs.some(({ figures }) =>
    Object.values(figures ?? {}).some(({ kinks }) => kinks !== undefined),
  )
  return `Yes: every figure is within its bound${hasKinks ? ', but for rows on a kink' : ''}.`
}
