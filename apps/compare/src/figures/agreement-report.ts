import type { Report } from '@parallax-ml/report'
import type { PairOfTask } from '../agreement/over-seeds.js'
import { showSeeds } from '../agreement/page.js'
import { agreementLine } from '../agreement/words.js'
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
  summary: agreementLine(pairs),
  sections: [
    agreementSection(pairs),
    { title: 'Machine and versions', facts: machine(environment) },
  ],
})
