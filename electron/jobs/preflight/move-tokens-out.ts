import type { JobSpec } from '../../../shared/domain/job.ts'
import type { Finding, FindingCode, PreflightFacts } from './finding.ts'
import { preflight } from './preflight.ts'
import { holdsToken } from './token-text.ts'

/** Findings about a token's text where it should not be. */
const aboutTokens: readonly FindingCode[] = [
  'token-in-script',
  'token-in-command',
  'token-in-environment',
  'token-in-labels',
  'hardcoded-token',
]
function isAboutToken({ environment }: JobSpec): (finding: Finding) => boolean {
  // Beside a secret of its name, a token in the environment is found as what hides it.
  const isInEnvironment = Object.values(environment).some(holdsToken)
  return ({ code }) =>
    aboutTokens.includes(code) || (code === 'environment-hides-secret' && isInEnvironment)
}

/** Each round moves at least one; more than so many places has no job. */
const mostRounds = 20

/** The specification with every token in it moved to the secrets, whatever else is wrong with it. */
export function moveTokensOut(spec: JobSpec, facts: PreflightFacts): JobSpec {
  let moved = spec
  for (let round = 0; round < mostRounds; round += 1) {
    const found = preflight(moved, facts).find(isAboutToken(moved))
    if (found?.fix.kind !== 'change') break
    moved = found.fix.apply(moved)
  }
  return moved
}
