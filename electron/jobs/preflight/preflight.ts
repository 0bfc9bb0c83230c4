import type { JobSpec } from '../../../shared/domain/job.ts'
import type { Finding, PreflightFacts } from './finding.ts'
import { lintHeader } from './lint-header.ts'
import { lintRights } from './lint-rights.ts'
import { lintSecrets } from './lint-secrets.ts'
import { lintShape } from './lint-shape.ts'
import { lintTokens } from './lint-tokens.ts'

/** Fixes lead to further ones (a token moved out of a script has to be allowed to write), but not for ever. */
const mostRounds = 20

/** All that is wrong with a job, as far as anybody can tell before it runs. A pure function. */
export function preflight(spec: JobSpec, facts: PreflightFacts): readonly Finding[] {
  return [
    ...lintTokens(spec),
    ...lintSecrets(spec),
    ...lintRights(spec, facts),
    ...lintHeader(spec),
    ...lintShape(spec, facts),
  ]
}

/** The specification with every change applied that needs nobody outside of it. */
export function mend(spec: JobSpec, facts: PreflightFacts): JobSpec {
  let mended = spec
  for (let round = 0; round < mostRounds; round += 1) {
    const { fix } = preflight(mended, facts).find((one) => one.fix.kind === 'change') ?? {}
    if (fix?.kind !== 'change') break
    mended = fix.apply(mended)
  }
  return mended
}
